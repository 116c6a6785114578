package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.TestIssuer;
import io.moult.suit.verify.Examination;
import io.moult.suit.verify.ManifestVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;

/** {@code manifest sign} and {@code manifest mac}, with keys of every kind: R101, R114, R124, REQ.USE.MFST.MULTI_AUTH. */
class SignVerbsTest extends AuthorsWorkshop {
    @Test
    void sign_byAuthorAndOperator_meetsThePolicyForTwo() throws IOException {
        Path operator = home.resolve("OPERATOR");
        Moult.makeKeys(operator);
        Path policy = Files.writeString(home.resolve("P.yaml"), """
                operators: 1
                authorities:
                  - {key: KEYS, roles: [author, operator]}
                  - {key: OPERATOR, roles: [operator]}
                """);
        create(examples().group(1), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "author"));
        Moult.Result alone = Moult.run("manifest", "verify", manifest, "--policy", policy);

        ok(Moult.run("manifest", "sign", manifest, "--key", operator, "--role", "operator"));
        Moult.Result both = Moult.run("manifest", "verify", manifest, "--policy", policy);

        assertThat(alone.out()).startsWith("refused policy: ");
        assertThat(both.out()).startsWith("accepted ");
    }

    @Test
    void signature_inARoleThatTheSignerHasNot_doesNotCount() throws IOException {
        Path policy = Files.writeString(home.resolve("P.yaml"), "authorities: [{key: KEYS, roles: [author]}]");
        create(examples().group(1), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "operator"));

        Moult.Result result = Moult.run("manifest", "verify", manifest, "--policy", policy);

        assertThat(result.out()).startsWith("refused policy: ").contains("is no operator");
    }

    @Test
    void sign_bySeveralAtOnce_inBlocksOrTogether() throws IOException {
        Path other = home.resolve("OTHER");
        Moult.makeKeys(other);
        Path policy = Files.writeString(home.resolve("P.yaml"), """
                authors: 2
                authorities:
                  - {key: KEYS, roles: [author]}
                  - {key: OTHER, roles: [author]}
                """);
        Path together = home.resolve("TOGETHER.suit");
        create(examples().group(1), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--key", other, "--together", "--out", together));
        ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "author", "--key", other));

        assertThat(Moult.run("manifest", "verify", manifest, together, "--policy", policy)
                        .status())
                .isZero();
        assertThat(Moult.run("manifest", "show", together).out()).contains("COSE_Sign, ESP256 (-9)");
        assertThat(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "author", "--together")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void sign_withAKeyThatSignedAlready_isRefused() throws IOException {
        create(examples().group(1), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", manifest, "--key", keys), 1, "already: a key counts once.");
    }

    @Test
    void sign_withHss_tellsWhatIsLeft_andRefusesAnOlderCopy() throws IOException {
        Path key = home.resolve("hss.key");
        Path marks = home.resolve("marks");
        ok(Moult.run("keys", "hss", "--heights", "5", "--out", key, "--hss-marks", marks));
        Path copy = Files.copy(key, home.resolve("copy.key"));
        create(examples().group(1), manifest);
        Path second = Files.copy(manifest, home.resolve("SECOND.suit"));

        Moult.Result signed = ok(Moult.run("manifest", "sign", manifest, "--key", key, "--hss-marks", marks));

        assertThat(signed.out()).contains("HSS-LMS (-46)", "31 signatures left in " + key);
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", home.resolve("hss.key.pub"))
                        .status())
                .isZero();
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", second, "--key", copy, "--hss-marks", marks), 1, "is an older copy");
    }

    @Test
    void sign_withEd25519InPem_isVerifiedWithItsPublicKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = pem("ed.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        Path trust = pem("ed.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        create(examples().group(1), manifest);

        ok(Moult.run("manifest", "sign", manifest, "--key", key));

        assertThat(Moult.run("manifest", "verify", manifest, "--trust", trust).status())
                .isZero();
    }

    @Test
    void sign_byADelegate_bringsTheChainToTheOneWhoIsKnown() throws IOException {
        TestIssuer root = TestIssuer.root(1);
        TestIssuer delegate = root.delegate("delegate", -1);
        Path key = Files.writeString(
                home.resolve("d.pem"), KeyFiles.toPem(delegate.keys().getPrivate()));
        Path certificate =
                Files.write(home.resolve("d.der"), delegate.certificate().toArray());
        create(examples().group(1), manifest);

        ok(Moult.run("manifest", "sign", manifest, "--key", key, "--chain", certificate));

        Examination examination = new ManifestVerifier(TrustStore.of(root.anchor()))
                .examine(Heads.envelope(Bytes.wrap(Files.readAllBytes(manifest))));
        assertThat(examination.refusal()).isEmpty();
        assertThat(examination.signatories().get(0).believed()).isEqualTo(root.anchor());
    }

    @Test
    void sign_withPem_namesTheCertificateBesideIt() throws IOException {
        Path key = Files.copy(keys.resolve("signing-key.pem"), home.resolve("author.pem"));
        create(examples().group(1), manifest);
        Path other = Files.copy(manifest, home.resolve("OTHER.suit"));
        String fingerprint = KeySet.read(keys).trustAnchor().keyId().hex();

        Moult.Result without = ok(Moult.run("manifest", "sign", manifest, "--key", key));
        Files.copy(keys.resolve("certificate.der"), home.resolve("author.der"));
        Moult.Result with = ok(Moult.run("manifest", "sign", other, "--key", key));

        assertThat(without.out()).doesNotContain(fingerprint);
        assertThat(with.out()).contains(fingerprint);
    }

    @Test
    void sign_byACommand_neverSeesTheKey() throws IOException {
        Path certificate = keys.resolve("certificate.der");
        create(examples().group(1), manifest);
        String command = "openssl pkeyutl -sign -inkey " + keys.resolve("signing-key.pem");

        Moult.Result bad =
                Moult.run("manifest", "sign", manifest, "--key", certificate, "--signer-command", "echo nonsense");
        ok(Moult.run("manifest", "sign", manifest, "--key", certificate, "--signer-command", command));

        KeysAndReleaseTest.assertFails(bad, 1, "no signature was made: the signer command gives a signature that is");
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", keys).status())
                .isZero();
    }

    @Test
    void sign_byNobody_isMisuse_inOneSentence() throws IOException {
        create(examples().group(1), manifest);

        Moult.Result result = Moult.run("manifest", "sign", manifest);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("--key KEY is needed: whose signature it is to be.\n");
    }

    @Test
    void hssKey_thatWouldTakeTooLong_isRefusedWithAWayOut() {
        Path key = home.resolve("hss.key");

        Moult.Result result = Moult.run("keys", "hss", "--heights", "25,25,25", "--out", key);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("trees of height 20 or 25", "15,15");
        assertThat(key).doesNotExist();
    }

    @Test
    void mac_withASharedSecret_isVerifiedWithIt() throws IOException {
        Path secret = Files.writeString(home.resolve("secret.hex"), "a3010403052058" + "20" + "61".repeat(32));
        create(examples().group(1), manifest);
        Path other = Files.copy(manifest, home.resolve("OTHER.suit"));

        Moult.Result made = ok(Moult.run("manifest", "mac", manifest, "--key", secret));

        assertThat(made.out()).contains("HMAC 256/256 (5)");
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", secret).status())
                .isZero();
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", other, "--key", secret), 1, "use it with manifest mac.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "mac", other, "--key", keys), 1, "use it with manifest sign.");
    }

    @Test
    void sign_asJson_isReadByAProgram() throws IOException {
        create(examples().group(1), manifest);

        JsonNode signed = new ObjectMapper()
                .readTree(ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "author", "--json"))
                        .out());

        assertThat(signed.at("/0/signers/0/algorithm").asInt()).isEqualTo(-9);
        assertThat(signed.at("/0/signers/0/role").asText()).isEqualTo("author");
    }
}
