package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R13: ECDSA on P-256 by COSE_Sign1, against the working group's examples (their payloads made detached). */
class CoseSign1Test {
    private static final Bytes PAYLOAD = Bytes.wrap("This is the content.".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ecdsa-examples/ecdsa-sig-01, VALID", // ES256 with a content type in the protected header
        "ecdsa-examples/ecdsa-sig-04, UNSUPPORTED", // ES512 on P-256
        "sign1-tests/sign-pass-01, MALFORMED", // its algorithm is not protected
        "sign1-tests/sign-pass-02, UNKNOWN_SIGNER", // external data, which SUIT has none of
        "sign1-tests/sign-pass-03, UNSUPPORTED", // untagged, which SUIT does not allow
        "sign1-tests/sign-fail-01, UNSUPPORTED", // another tag
        // their key ids are names, not fingerprints, so these name nobody who is trusted
        "sign1-tests/sign-fail-02, UNKNOWN_SIGNER", // the payload changed
        "sign1-tests/sign-fail-03, UNSUPPORTED", // algorithm -999
        "sign1-tests/sign-fail-04, UNSUPPORTED", // an algorithm named by text
        "sign1-tests/sign-fail-06, UNKNOWN_SIGNER", // a protected header added
        "sign1-tests/sign-fail-07, UNKNOWN_SIGNER", // a protected header taken away
    })
    void example_ofTheWorkingGroup_isJudgedRight(String name, String verdict) throws Exception {
        JsonNode example = example(name);
        TrustStore trust = TrustStore.of(anchor(example.at("/input/sign0/key")));

        SignatureCheck check = CoseSign1.verify(detached(example), payload(example), trust, DecoderLimits.DEFAULT);

        String found = check.fold(valid -> "VALID", invalid -> invalid.reason().name());
        assertThat(found).as(check.toString()).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ecdsa-examples/ecdsa-sig-02, ES384 (-35) is not supported",
        "ecdsa-examples/ecdsa-sig-03, ES512 (-36) is not supported",
        "eddsa-examples/eddsa-sig-01, EdDSA (-8) is not supported",
        "hashsig/hsssig-sig-01, HSS-LMS (-46) is not supported",
        "mac0-tests/mac-pass-01, COSE_Mac0 is not supported",
        "ecdsa-examples/ecdsa-01, COSE_Sign is not supported",
    })
    void example_ofAnotherAlgorithm_isRefusedByName(String name, String detail) throws Exception {
        SignatureCheck check =
                CoseSign1.verify(detached(example(name)), PAYLOAD, new TestAuthor().trusted(), DecoderLimits.DEFAULT);

        assertThat(check).isEqualTo(new SignatureCheck.Invalid(SignatureCheck.Reason.UNSUPPORTED, detail));
    }

    @Test
    void sigStructure_ofTheExample_isTheWorkingGroups() throws Exception {
        JsonNode example = example("ecdsa-examples/ecdsa-sig-01");
        List<CborItem> parts = parts(example);

        assertThat(CoseSign1.sigStructure(parts.get(0).bytes("protected"), PAYLOAD))
                .isEqualTo(Bytes.ofHex(example.at("/intermediates/ToBeSign_hex").asText()));
    }

    @Test
    void payload_attached_isRefused() throws Exception {
        JsonNode example = example("ecdsa-examples/ecdsa-sig-01");
        TrustStore trust = TrustStore.of(anchor(example.at("/input/sign0/key")));
        Bytes attached = Bytes.ofHex(example.at("/output/cbor").asText());

        assertThat(reason(CoseSign1.verify(attached, PAYLOAD, trust, DecoderLimits.DEFAULT)))
                .isEqualTo(SignatureCheck.Reason.MALFORMED);
    }

    @Test
    void header_critical_isRefused() {
        TestAuthor author = new TestAuthor();
        // { 1: -9, 2: [4] }
        Bytes header = Bytes.ofHex("a20128028104");
        Bytes signature = P256.sign(author.keys().getPrivate(), CoseSign1.sigStructure(header, PAYLOAD));

        SignatureCheck check =
                CoseSign1.verify(CoseSign1.encode(header, signature), PAYLOAD, author.trusted(), DecoderLimits.DEFAULT);

        assertThat(reason(check)).isEqualTo(SignatureCheck.Reason.UNSUPPORTED);
    }

    @Test
    void block_malformed_isRefusedAndNeverThrows() {
        TestAuthor author = new TestAuthor();
        List<String> blocks = List.of(
                "",
                "ff",
                "d2",
                "d280",
                "d28300a0f6",
                "d28440a0f640",
                "d28441a0a0f640",
                "d28443a10128a0f7 40",
                "d2844143a0f640",
                "d28443a10128 01f640",
                "d28443a10128a0f600",
                "d28443a10128a0f64000",
                "d28445a201280129a0f640");

        for (String block : blocks) {
            SignatureCheck check = CoseSign1.verify(
                    Bytes.ofHex(block.replace(" ", "")), PAYLOAD, author.trusted(), DecoderLimits.DEFAULT);
            assertThat(reason(check)).as(block).isEqualTo(SignatureCheck.Reason.MALFORMED);
        }
    }

    @Test
    void signature_ofAnotherLengthOrAllZero_isBad() {
        TestAuthor author = new TestAuthor();
        Bytes header =
                CoseSign1.protectedHeader(CoseAlgorithm.ESP256, author.anchor().keyId());
        for (int length : new int[] {0, 1, 63, 64, 65, 128}) {
            Bytes block = CoseSign1.encode(header, Bytes.wrap(new byte[length]));

            assertThat(reason(CoseSign1.verify(block, PAYLOAD, author.trusted(), DecoderLimits.DEFAULT)))
                    .isEqualTo(SignatureCheck.Reason.BAD_SIGNATURE);
        }
    }

    @Test
    void signature_ofTheSecondAnchor_isFoundWithoutAKeyId() throws Exception {
        TestAuthor first = new TestAuthor();
        TestAuthor second = new TestAuthor();
        Bytes header = Bytes.ofHex("a10128"); // { 1: -9 }
        Bytes signature = P256.sign(second.keys().getPrivate(), CoseSign1.sigStructure(header, PAYLOAD));

        SignatureCheck check = CoseSign1.verify(
                CoseSign1.encode(header, signature),
                PAYLOAD,
                TrustStore.of(first.anchor(), second.anchor()),
                DecoderLimits.DEFAULT);

        assertThat(check).isEqualTo(new SignatureCheck.Valid(second.anchor()));
    }

    private static SignatureCheck.Reason reason(SignatureCheck check) {
        return check.fold(
                valid -> {
                    throw new AssertionError("valid");
                },
                SignatureCheck.Invalid::reason);
    }

    private static JsonNode example(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Vectors.path("cose-wg/" + name + ".json").toFile());
    }

    private static List<CborItem> parts(JsonNode example) throws CborException {
        CborItem item =
                CborReader.readDocument(Bytes.ofHex(example.at("/output/cbor").asText()), DecoderLimits.DEFAULT);
        return (item instanceof CborItem.Tagged tagged ? tagged.item() : item).array("COSE");
    }

    /** The example with nil in place of its payload; the signature covers the same octets. */
    private static Bytes detached(JsonNode example) throws CborException {
        CborItem item =
                CborReader.readDocument(Bytes.ofHex(example.at("/output/cbor").asText()), DecoderLimits.DEFAULT);
        List<CborItem> parts = new ArrayList<>(parts(example));
        parts.set(2, CborItem.Simple.NULL);
        CborItem array = new CborItem.Array(parts);
        return new CborWriter()
                .item(item instanceof CborItem.Tagged tagged ? new CborItem.Tagged(tagged.tag(), array) : array)
                .toBytes();
    }

    private static Bytes payload(JsonNode example) throws CborException {
        return parts(example).get(2).bytes("payload");
    }

    private static TrustAnchor anchor(JsonNode key) throws GeneralSecurityException, IOException {
        ECPoint point = new ECPoint(coordinate(key, "x"), coordinate(key, "y"));
        byte[] encoded = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, P256.parameters()))
                .getEncoded();
        return TrustAnchor.ofPublicKey(Bytes.wrap(encoded));
    }

    private static BigInteger coordinate(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.get(name).asText()));
    }
}
