package io.moult.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.OctetRuns;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other people's messages, each bit of them changed and each of their ends taken away: refused, or the same decision. What is
 * not protected is the unprotected header, which we read for nothing but to find a key sooner.
 */
class ChangedExamplesTest {
    private static final int LONG_BYTES = 1000;

    private record Example(String name, Bytes message, Bytes payload, Bytes externalData, TrustStore trust) {
        @Override
        public String toString() {
            return name;
        }

        SignatureCheck check(Bytes changed) {
            return new AuthenticationCheck(trust, DecoderLimits.DEFAULT).check(changed, payload, externalData);
        }
    }

    static Stream<Example> valid() {
        Stream<Example> all = CoseExample.all()
                .filter(example -> !example.isEncrypted())
                .map(ChangedExamplesTest::example)
                .filter(example -> example.check(example.message()) instanceof SignatureCheck.Valid);
        return Stream.concat(all, Stream.of("44", "65", "87").map(ChangedExamplesTest::mlDsa));
    }

    private static Example mlDsa(String size) {
        try {
            JsonNode json = MlDsaExamplesTest.example(size);
            List<CborItem> parts = MlDsaExamplesTest.parts(json);
            Bytes key = MlDsaExamplesTest.publicPart(MlDsaExamplesTest.hex(json, "key"));
            return new Example(
                    "ML-DSA-" + size,
                    MlDsaExamplesTest.detached(parts),
                    parts.get(2).bytes("payload"),
                    Bytes.EMPTY,
                    TrustStore.of(TrustAnchor.ofCoseKey(key)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void block_withAnyBitChanged_isRefusedOrByTheSameSigners(Example example) throws CborException, IOException {
        // in a long signature every seventh bit, which meets each bit of an octet; at night all of them
        assertChangesAreFound(example, example.message().length() > LONG_BYTES ? 7 : 1);
    }

    @Tag("nightly")
    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void longBlock_withEachBitChanged_isRefusedOrByTheSameSigners(Example example) throws CborException, IOException {
        assumeTrue(example.message().length() > LONG_BYTES, "not a long one");
        assertChangesAreFound(example, 1);
    }

    private static void assertChangesAreFound(Example example, int step) throws CborException, IOException {
        SignatureCheck unchanged = example.check(example.message());
        List<AuthenticationClaim> claims = claims(example, example.message());
        OctetRuns runs = new OctetRuns(example.name());
        int refused = 0;
        for (int bit = 0; bit < 8 * example.message().length(); bit += step) {
            Bytes changed = flip(example.message(), bit);

            SignatureCheck check = example.check(changed);

            if (check instanceof SignatureCheck.Invalid) {
                refused++;
                continue;
            }
            assertThat(check).as("bit %d", bit).isEqualTo(unchanged);
            runs.add(bit / 8, "UNPROTECTED_HEADER");
            List<AuthenticationClaim> after = claims(example, changed);
            for (int i = 0; i < claims.size(); i++) {
                assertThat(after.get(i).authenticated())
                        .as("bit %d is in no protected header", bit)
                        .isEqualTo(claims.get(i).authenticated());
            }
        }
        if (step == 1 && OctetRuns.names(ChangedExamplesTest.class).contains(example.name())) {
            OctetRuns.assertListed(ChangedExamplesTest.class, Set.of(example.name()), runs.lines());
        }
        assertThat(refused).as("of %d", 8 * example.message().length() / step).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void block_cutShortAnywhere_isRefused(Example example) {
        for (int length = 0; length < example.message().length(); length++) {
            assertThat(example.check(example.message().slice(0, length)))
                    .as("%d octets", length)
                    .isInstanceOf(SignatureCheck.Invalid.class);
        }
    }

    /** Where the ciphertext has no tag, the manifest's digest is what finds a changed counter. */
    @Test
    void encryptionInfo_withAnyBitChangedOrCutShort_givesTheRightPlaintextOrNone() throws IOException {
        List<DecryptionKey> keys = List.of(
                KeyFiles.decryptionKey(Bytes.ofHex("a30104032220" + "50" + "61".repeat(16))),
                KeyFiles.decryptionKey(Vectors.envelope("keys/device_ecdh_es_a128kw_cose_key_private.hex")));
        int opened = 0;
        for (Bytes[] pair : encrypted()) {
            Bytes right = plaintext(pair[0], pair[1], keys);
            for (int bit = 0; bit < 8 * pair[0].length(); bit++) {
                DecryptionStart start = PayloadDecryption.begin(flip(pair[0], bit), keys, DecoderLimits.DEFAULT);
                if (start instanceof DecryptionStart.Ready ready
                        && ready.decryption().isAuthenticated()) {
                    Bytes head = ready.decryption().update(pair[1]);
                    Bytes whole = ready.decryption()
                            .finish()
                            .map(tail -> ChangedOctetsTest.join(head, tail))
                            .orElse(right);
                    assertThat(whole).as("bit %d", bit).isEqualTo(right);
                    opened++;
                }
            }
            for (int length = 0; length < pair[0].length(); length++) {
                assertThat(PayloadDecryption.begin(pair[0].slice(0, length), keys, DecoderLimits.DEFAULT))
                        .isInstanceOf(DecryptionStart.Refused.class);
            }
        }
        assertThat(opened).as("changes of what is not protected").isPositive();
    }

    private static List<Bytes[]> encrypted() throws IOException {
        List<Bytes[]> all = new ArrayList<>();
        for (String name : List.of("aes-kw-aes-ctr", "aes-kw-aes-gcm", "es-ecdh-aes-ctr", "es-ecdh-aes-gcm")) {
            all.add(new Bytes[] {
                Vectors.envelope("fwenc-v24/suit-encryption-info-" + name + ".hex"),
                Vectors.envelope("fwenc-v24/encrypted-payload-" + name + ".hex")
            });
        }
        for (String name : List.of("%s_aes", "%s_esdh", "%s_config_aes", "%s_config_esdh")) {
            all.add(new Bytes[] {
                file(String.format(Locale.ROOT, name, "encryption_info") + ".cose"),
                file(String.format(
                                Locale.ROOT,
                                name.contains("config") ? name : name.replace("%s", "%s_image"),
                                "encrypted")
                        + ".bin")
            });
        }
        return all;
    }

    private static Bytes file(String name) throws IOException {
        return Bytes.wrap(Files.readAllBytes(Vectors.path("libcsuit-v34/" + name)));
    }

    private static Bytes plaintext(Bytes info, Bytes ciphertext, List<DecryptionKey> keys) {
        PayloadDecryption decryption =
                ((DecryptionStart.Ready) PayloadDecryption.begin(info, keys, DecoderLimits.DEFAULT)).decryption();
        Bytes head = decryption.update(ciphertext);
        return ChangedOctetsTest.join(head, decryption.finish().orElseThrow());
    }

    private static List<AuthenticationClaim> claims(Example example, Bytes message) throws CborException {
        try {
            return new AuthenticationBlock(example.payload(), example.externalData(), DecoderLimits.DEFAULT)
                    .read(message);
        } catch (CoseException e) {
            throw new AssertionError(e);
        }
    }

    private static Example example(CoseExample one) {
        try {
            return new Example(
                    one.name(),
                    one.detached(),
                    one.content(),
                    one.externalData(),
                    TrustStore.of(TrustAnchor.ofCoseKey(one.coseKey(false))));
        } catch (KeyFileException e) {
            return new Example(one.name(), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, TrustStore.of());
        } catch (CborException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes flip(Bytes octets, int bit) {
        byte[] changed = octets.toArray();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return Bytes.wrap(changed);
    }
}
