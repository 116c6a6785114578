package io.moult.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.attest.BootEvidence;
import io.moult.attest.BootLog;
import io.moult.attest.SignedEvidence;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R153, R154: what the server shows of evidence that a device signed. */
final class SignedBootReportTest {
    private final Views views = new Views(new ObjectMapper());
    private final SigningKey device = key();
    private final BootEvidence evidence = new BootEvidence(
            Bytes.ofHex("01" + "5a".repeat(32)),
            Optional.empty(),
            Optional.empty(),
            true,
            "2.0.0",
            Optional.empty(),
            new BootLog(List.of(
                    new BootLog.Entry(BootLog.Subject.RESULT, Bytes.wrap("trial".getBytes(StandardCharsets.UTF_8))))));

    private static SigningKey key() {
        try {
            return KeyFiles.signingKey(KeyFiles.generate(new SecureRandom()).getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<TrustAnchor> anchor(SigningKey key) {
        return Optional.of(TrustAnchor.of(key.verificationKey()));
    }

    @Test
    void report_ofAKnownKey_isValidAndShown() throws Exception {
        Bytes signed = SignedEvidence.sign(evidence, device);

        JsonNode shown = views.signedBootReport(signed, anchor(device));

        assertThat(shown.path("signature").asText()).isEqualTo("valid");
        assertThat(shown.path("version").asText()).isEqualTo("2.0.0");
        assertThat(shown.path("secureBoot").asBoolean()).isTrue();
        assertThat(shown.path("register").asText())
                .isEqualTo(evidence.log().register().hex());
        assertThat(shown.path("log").path(0).path("result").asText()).isEqualTo("trial");
        assertThat(Base64.getDecoder().decode(shown.path("octets").asText())).isEqualTo(signed.toArray());
    }

    @Test
    void report_ofAKeyThatNobodyTold_isSaidToBeUnchecked() throws Exception {
        JsonNode shown = views.signedBootReport(SignedEvidence.sign(evidence, device), Optional.empty());

        assertThat(shown.path("signature").asText()).isEqualTo("not-checked");
        assertThat(shown.path("detail").asText()).isEqualTo("the device's key is not known");
        assertThat(shown.path("version").asText()).isEqualTo("2.0.0");
    }

    @Test
    void report_ofAnotherKey_isRefusedAndNothingOfItIsShown() throws Exception {
        JsonNode shown = views.signedBootReport(SignedEvidence.sign(evidence, key()), anchor(device));

        assertThat(shown.path("signature").asText()).isEqualTo("refused");
        assertThat(shown.path("detail").asText()).contains("not trusted");
        assertThat(shown.has("version")).isFalse();
        assertThat(shown.has("log")).isFalse();
    }

    @Test
    void deviceThatSignsNothing_hasNone() {
        assertThat(views.signedBootReport(Bytes.EMPTY, anchor(device)).isNull()).isTrue();
    }
}
