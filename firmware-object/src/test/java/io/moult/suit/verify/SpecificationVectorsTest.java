package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.cose.KeyFiles;
import io.moult.cose.TrustStore;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other people's envelopes: R13 (ECDSA P-256 before anything else), R39 (the key decides), R133 (end to end). */
class SpecificationVectorsTest {
    private static final String TRUSTED = "ta-p256";
    private static final String ANOTHER = "delegated-p256";

    @ParameterizedTest
    @CsvSource({
        "manifest-spec-v37/example0.signed.suit, unsupported-command: invoke",
        "manifest-spec-v37/example1.signed.suit, ''",
        "manifest-spec-v37/example2.signed.suit, unsupported-command: invoke",
        "manifest-spec-v37/example2.signed-severed.suit, unsupported-command: invoke",
        "manifest-spec-v37/example3.signed.suit, unsupported-command: try-each",
        "manifest-spec-v37/example4.signed.suit, unsupported-command: set-component-index",
        "manifest-spec-v37/example5.signed.suit, unsupported-command: set-component-index",
        "libcsuit-v34/suit_manifest_exp1.suit, ''",
        "libcsuit-v34/suit_manifest_exp2A.suit, unsupported-command: invoke",
        "libcsuit-v34/suit_manifest_exp2B.suit, unsupported-command: invoke",
        "libcsuit-v34/suit_manifest_expU1.suit, unsupported-command: override-multiple",
        "libcsuit-v34/suit_manifest_expU2.suit, unsupported-parameter: version",
        "trust-domains-v11/example2_integrated.hex, unsupported-command: set-component-index",
    })
    void envelope_ofAnother_isAuthenticAndThenSupportedOrNot(String name, String refusal) {
        Examination examination = examine(name, TRUSTED);

        assertThat(examination.signer()).isPresent();
        assertThat(examination.reached()).isEqualTo(refusal.isEmpty() ? Rung.SUPPORTED : Rung.WELL_FORMED);
        assertThat(examination.refusal().map(Refusal::toString).orElse("")).isEqualTo(refusal);
    }

    @Test
    void signedExamples_underAnotherKey_areNotAuthentic() {
        List<String> signed = Vectors.list("manifest-spec-v37", ".suit").stream()
                .filter(name -> name.contains(".signed"))
                .toList();
        assertThat(signed).hasSize(7);

        for (String name : signed) {
            Examination examination = examine(name, ANOTHER);

            assertThat(examination.reached()).as(name).isEqualTo(Rung.DIGEST_BOUND);
            assertThat(examination.refusal().orElseThrow().reason()).as(name).isEqualTo(RefusalReason.SIGNATURE);
            assertThat(examination.manifest())
                    .as("nothing of %s is parsed", name)
                    .isEmpty();
        }
    }

    @Test
    void unsignedExamples_areRefusedForThat() {
        List<String> unsigned = Vectors.list("manifest-spec-v37", ".suit").stream()
                .filter(name -> name.contains(".unsigned"))
                .toList();
        assertThat(unsigned).hasSize(6);

        for (String name : unsigned) {
            Examination examination = examine(name, TRUSTED);

            assertThat(examination.reached()).as(name).isEqualTo(Rung.DIGEST_BOUND);
            assertThat(examination.refusal().orElseThrow().reason()).as(name).isEqualTo(RefusalReason.NO_SIGNATURE);
        }
    }

    @Test
    void everyEnvelope_signedWithTheTrustedKey_isAuthentic() {
        List<String> all = new ArrayList<>(Vectors.list("libcsuit-v34", ".suit"));
        all.addAll(Vectors.list("trust-domains-v11", ".hex"));
        all.addAll(Vectors.list("fwenc-v24", ".hex.signed"));
        int authentic = 0;
        int otherwise = 0;
        for (String name : all) {
            Examination examination = examine(name, TRUSTED);
            if (examination.signer().isPresent()) {
                assertThat(examination.reached()).as(name).isGreaterThanOrEqualTo(Rung.WELL_FORMED);
                authentic++;
            } else {
                // MACs are by a shared secret, and one is signed by another
                assertThat(examination.refusal().orElseThrow().reason())
                        .as(name)
                        .isEqualTo(RefusalReason.SIGNATURE);
                otherwise++;
            }
        }
        assertThat(authentic).isEqualTo(19 + 3 + 1);
        assertThat(otherwise).isEqualTo(3 + 3 + 1);
    }

    @Test
    void envelopes_authenticatedByMac_areAuthenticUnderTheSharedSecretAlone() throws IOException {
        TrustStore secret = TrustStore.of(KeyFiles.trustAnchor(
                KeyFiles.readSmallFile(Vectors.path("keys/trust_anchor_hmac256_cose_key_secret.hex"))));
        for (String name : List.of(
                "libcsuit-v34/suit_manifest_expAF.suit",
                "libcsuit-v34/suit_manifest_expAFS.suit",
                "libcsuit-v34/suit_manifest_expAW.suit",
                "fwenc-v24/suit-manifest-aes-kw.hex.signed",
                "fwenc-v24/suit-manifest-aes-kw-content.hex.signed",
                "fwenc-v24/suit-manifest-aes-kw-slot.hex.signed")) {
            Envelope envelope = Heads.envelope(Vectors.envelope(name));

            assertThat(new ManifestVerifier(secret).examine(envelope).signer())
                    .as(name)
                    .isPresent();
            assertThat(examine(name, TRUSTED).refusal().orElseThrow())
                    .hasToString("signature: no trusted key is of the kind that HMAC 256/256 (5) takes");
        }
    }

    @Test
    void envelope_ofTheDelegatedAuthority_isAuthenticUnderItsKey() {
        Examination examination = examine("fwenc-v24/suit-manifest-es-ecdh-dependency.hex.signed", ANOTHER);

        assertThat(examination.signer()).isPresent();
    }

    private static Examination examine(String envelope, String key) {
        return new ManifestVerifier(Vectors.trust(key)).examine(Heads.envelope(Vectors.envelope(envelope)));
    }
}
