package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R13, R111: authentication blocks of all four structures and all algorithms, over a detached payload. */
class AuthenticationCheckTest {
    private static final Bytes PAYLOAD = Bytes.wrap("This is the content.".getBytes(StandardCharsets.UTF_8));

    private final SigningKey key = TestKeys.signing(TestKeys.p256());
    private final SigningKey other = TestKeys.signing(TestKeys.ed25519());
    private final SigningKey secret = TestKeys.signing(TestKeys.hmac());

    static Stream<Bytes> keys() {
        return TestKeys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void block_byAKeyOfAnyKind_isValidUnderEveryNumberOfItsAlgorithm(Bytes coseKey) throws IOException {
        SigningKey signing = TestKeys.signing(coseKey);
        for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
            if (algorithm.kind().equals(signing.verificationKey().kind())) {
                Bytes block = AuthenticationWriter.block(new CoseSigner(signing, algorithm, Optional.empty()), PAYLOAD);

                SignatureCheck check = check(block, TestKeys.trust(key, other, signing));

                assertThat(check).isEqualTo(new SignatureCheck.Valid(TrustAnchor.of(signing.verificationKey())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void block_underTheNumberOfAnotherKindOfKey_isRefused(Bytes coseKey) throws IOException {
        SigningKey signing = TestKeys.signing(coseKey);
        for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
            if (!algorithm.kind().equals(signing.verificationKey().kind())) {
                assertThatThrownBy(() -> new CoseSigner(signing, algorithm, Optional.empty()))
                        .isInstanceOf(IllegalArgumentException.class);
                for (CoseStructure structure : List.of(CoseStructure.SIGN1, CoseStructure.MAC0)) {
                    Bytes header = AuthenticationWriter.protectedHeader(algorithm, Optional.empty());
                    Bytes authenticator = signing.sign(structure.authenticated(header, Bytes.EMPTY, PAYLOAD));

                    SignatureCheck check = check(block(structure, header, authenticator), TestKeys.trust(signing));

                    assertThat(check).isInstanceOf(SignatureCheck.Invalid.class);
                }
            }
        }
    }

    /** RFC 9053 leaves the curve of ES256 open; here it is P-256, and another is named as what is not supported. */
    @Test
    void es256_withAKeyOnAnotherCurve_isUnsupportedByName() throws IOException {
        SigningKey p384 = TestKeys.signing(TestKeys.all().get(1));
        Bytes header = AuthenticationWriter.protectedHeader(CoseAlgorithm.ES256, Optional.empty());
        Bytes signature = p384.sign(CoseStructure.SIGN1.authenticated(header, Bytes.EMPTY, PAYLOAD));
        Bytes block = new CborWriter()
                .tag(18)
                .array(4)
                .bytes(header)
                .map(1)
                .unsigned(4)
                .bytes(p384.verificationKey().thumbprint())
                .item(CborItem.Simple.NULL)
                .bytes(signature)
                .toBytes();

        SignatureCheck check = check(block, TestKeys.trust(key, p384));

        assertReason(check, SignatureCheck.Reason.UNSUPPORTED);
        assertThat(((SignatureCheck.Invalid) check).detail()).contains("ES256 (-7) with a key of ", "P-384");
    }

    @Test
    void code_inAStructureForSignatures_isRefused() throws IOException {
        // a public key that is taken for a shared secret is how others were fooled
        Bytes header = AuthenticationWriter.protectedHeader(CoseAlgorithm.HMAC_256, Optional.empty());
        Bytes code = secret.sign(CoseStructure.SIGN1.authenticated(header, Bytes.EMPTY, PAYLOAD));

        assertReason(
                check(block(CoseStructure.SIGN1, header, code), TestKeys.trust(secret)),
                SignatureCheck.Reason.MALFORMED);
    }

    @Test
    void signature_inAStructureForCodes_isRefused() throws IOException {
        Bytes header = AuthenticationWriter.protectedHeader(CoseAlgorithm.ESP256, Optional.empty());
        Bytes signature = key.sign(CoseStructure.MAC0.authenticated(header, Bytes.EMPTY, PAYLOAD));

        assertReason(
                check(block(CoseStructure.MAC0, header, signature), TestKeys.trust(key)),
                SignatureCheck.Reason.MALFORMED);
    }

    @Test
    void coseSign_bySeveral_givesEachDistinctKeyOnce() throws IOException {
        Bytes block = AuthenticationWriter.block(List.of(signer(key), signer(other), signer(key)), PAYLOAD);

        SignatureCheck check = check(block, TestKeys.trust(other, key));

        assertThat(((SignatureCheck.Valid) check).signers())
                .extracting(TrustAnchor::key)
                .containsExactly(key.verificationKey(), other.verificationKey());
    }

    @Test
    void coseSign_withAStrangerAmongThem_givesTheBelievedOne() throws IOException {
        Bytes block = AuthenticationWriter.block(List.of(signer(other), signer(key)), PAYLOAD);

        assertThat(check(block, TestKeys.trust(key)))
                .isEqualTo(new SignatureCheck.Valid(TrustAnchor.of(key.verificationKey())));
    }

    @Test
    void coseSign_withoutSignaturesOrWithTooMany_isRefused() throws IOException {
        Bytes none = new CborWriter()
                .tag(98)
                .array(4)
                .bytes(Bytes.EMPTY)
                .map(0)
                .nil()
                .array(0)
                .toBytes();
        Bytes many = AuthenticationWriter.block(Collections.nCopies(9, signer(other)), PAYLOAD);

        assertReason(check(none, TestKeys.trust(other)), SignatureCheck.Reason.MALFORMED);
        assertReason(check(many, TestKeys.trust(other)), SignatureCheck.Reason.MALFORMED);
        assertThat(new AuthenticationCheck(TestKeys.trust(other), DecoderLimits.DEFAULT.with(Limit.SIGNATURES, 9))
                        .check(many, PAYLOAD))
                .isInstanceOf(SignatureCheck.Valid.class);
    }

    @Test
    void coseSign_signatureOfAnotherStructure_isRefused() throws IOException {
        // the context of a Sig_structure tells COSE_Sign1 from COSE_Sign
        Bytes header = AuthenticationWriter.protectedHeader(CoseAlgorithm.ED25519, Optional.empty());
        Bytes signature = other.sign(CoseStructure.SIGN.authenticated(header, Bytes.EMPTY, PAYLOAD));

        assertReason(
                check(block(CoseStructure.SIGN1, header, signature), TestKeys.trust(other)),
                SignatureCheck.Reason.BAD_SIGNATURE);
    }

    /** Labels, and whether they may be called critical: algorithm and key id are understood, content type is not. */
    @ParameterizedTest
    @CsvSource({
        "a2013202 8101, VALID",
        "a3013202 8104 0441aa, VALID",
        "a3013202 8103 0300, UNSUPPORTED",
        "a2013202 8163666f6f, UNSUPPORTED",
        "a2013202 80, MALFORMED",
        "a2013202 01, MALFORMED",
        "a2013202 8104, MALFORMED"
    })
    void header_critical_isRefusedUnlessUnderstood(String hex, String verdict) throws IOException {
        Bytes header = Bytes.ofHex(hex.replace(" ", ""));
        Bytes signature = other.sign(CoseStructure.SIGN1.authenticated(header, Bytes.EMPTY, PAYLOAD));

        SignatureCheck check = check(block(CoseStructure.SIGN1, header, signature), TestKeys.trust(other));

        String found = check.fold(valid -> "VALID", invalid -> invalid.reason().name());
        assertThat(found).as(check.toString()).isEqualTo(verdict);
    }

    @Test
    void header_inAnyOrder_isTaken() throws IOException {
        Bytes header = Bytes.ofHex("a20441aa0132"); // { 4: h'aa', 1: -19 }
        Bytes signature = other.sign(CoseStructure.SIGN1.authenticated(header, Bytes.EMPTY, PAYLOAD));

        assertThat(check(block(CoseStructure.SIGN1, header, signature), TestKeys.trust(other)))
                .isInstanceOf(SignatureCheck.Valid.class);
    }

    /** The protected and unprotected header, of which the second stands in no signature. */
    @ParameterizedTest
    @CsvSource({
        "a10132, a10132", // the algorithm in both
        "a20132 0441aa, a10441aa", // the key id in both
        "a0, a10132", // the algorithm unprotected
        "a20132 0132, a0", // twice
        "a10132, a10281 04", // critical unprotected
        "a20132 0401, a0" // a key id that is a number
    })
    void header_ambiguous_isRefused(String protectedHex, String unprotectedHex) throws Exception {
        Bytes header = Bytes.ofHex(protectedHex.replace(" ", ""));
        Bytes covered = header.length() == 1 ? Bytes.EMPTY : header;
        Bytes block = new CborWriter()
                .tag(18)
                .array(4)
                .bytes(header)
                .raw(Bytes.ofHex(unprotectedHex.replace(" ", "")))
                .nil()
                .bytes(other.sign(CoseStructure.SIGN1.authenticated(covered, Bytes.EMPTY, PAYLOAD)))
                .toBytes();

        assertReason(check(block, TestKeys.trust(other)), SignatureCheck.Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff",
                "d2",
                "d280",
                "d28300a0f6",
                "d28440a0f640",
                "d28441a0a0f640",
                "d28443a10128a0f740",
                "d2844143a0f640",
                "d28443a1012801f640",
                "d28443a10128a0f600",
                "d28443a10128a0f64000",
                "d28445a201280129a0f640",
                "d86284 40a0f6 80",
                "d86284 40a0f6 8180",
                "d86185 43a10105 a0f6 40 81 8340a10125 4100"
            })
    void block_malformed_isRefusedAndNeverThrows(String hex) {
        assertReason(
                check(Bytes.ofHex(hex.replace(" ", "")), TestKeys.trust(key, secret)), SignatureCheck.Reason.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource
    void authenticator_ofAnotherLengthOrAllZero_isBad(CoseAlgorithm algorithm) {
        TrustStore all =
                TestKeys.trust(TestKeys.all().stream().map(TestKeys::signing).toArray(SigningKey[]::new));
        CoseStructure structure = algorithm.isMac() ? CoseStructure.MAC0 : CoseStructure.SIGN1;
        Bytes header = AuthenticationWriter.protectedHeader(algorithm, Optional.empty());
        for (int length : new int[] {0, 1, 31, 32, 63, 64, 65, 96, 2420, 3309, 4627, 5000}) {
            assertReason(
                    check(block(structure, header, TestKeys.octets(length, 0)), all),
                    SignatureCheck.Reason.BAD_SIGNATURE);
        }
    }

    @Test
    void keyId_ofABelievedKey_doesNotMakeAnotherKeyBelieved() throws IOException {
        TrustAnchor believed = TrustAnchor.of(key.verificationKey());
        Bytes block = AuthenticationWriter.block(CoseSigner.of(other, believed.keyId()), PAYLOAD);

        assertReason(check(block, TestKeys.trust(key)), SignatureCheck.Reason.BAD_SIGNATURE);
    }

    @Test
    void description_ofABlock_namesStructureAlgorithmAndKey() throws IOException {
        assertThat(describe(AuthenticationWriter.block(signer(key), PAYLOAD)))
                .isEqualTo("COSE_Sign1, ESP256 (-9), key "
                        + key.verificationKey().thumbprint().slice(0, 8).hex() + "…");
        assertThat(describe(AuthenticationWriter.block(
                        new CoseSigner(secret, CoseAlgorithm.HMAC_256, Optional.empty()), PAYLOAD)))
                .isEqualTo("COSE_Mac0, HMAC 256/256 (5), no key named");
        assertThat(describe(Bytes.ofHex("d28443a10138"))).isEqualTo("a malformed authentication block");
    }

    private static String describe(Bytes block) {
        return AuthenticationCheck.describe(block, DecoderLimits.DEFAULT);
    }

    private static CoseSigner signer(SigningKey key) {
        return CoseSigner.of(key, key.verificationKey().thumbprint());
    }

    private static SignatureCheck check(Bytes block, TrustStore trust) {
        return new AuthenticationCheck(trust, DecoderLimits.DEFAULT).check(block, PAYLOAD);
    }

    private static Bytes block(CoseStructure structure, Bytes header, Bytes authenticator) {
        return new CborWriter()
                .item(new CborItem.Tagged(
                        structure.tag(),
                        new CborItem.Array(List.of(
                                new CborItem.ByteString(header),
                                new CborItem.Mapping(List.of()),
                                CborItem.Simple.NULL,
                                new CborItem.ByteString(authenticator)))))
                .toBytes();
    }

    private static void assertReason(SignatureCheck check, SignatureCheck.Reason reason) {
        String found = check.fold(valid -> "valid", invalid -> invalid.reason().name());
        assertThat(found).as(check.toString()).isEqualTo(reason.name());
    }
}
