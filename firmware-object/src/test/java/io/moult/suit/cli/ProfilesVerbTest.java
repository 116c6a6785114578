package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All six profiles of draft-ietf-suit-mti from one end to the other: described, encrypted, authenticated, verified, and
 * installed on a device.
 */
class ProfilesVerbTest extends AuthorsWorkshop {
    @ParameterizedTest
    @CsvSource({
        "suit-sha256-hmac-a128kw-a128ctr, HMAC 256/256 (5), A128KW, A128CTR",
        "suit-sha256-esp256-ecdh-a128ctr, ESP256 (-9), P-256, A128CTR",
        "suit-sha256-ed25519-ecdh-a128ctr, Ed25519 (-19), X25519, A128CTR",
        "suit-sha256-esp256-ecdh-a128gcm, ESP256 (-9), P-256, A128GCM",
        "suit-sha256-ed25519-ecdh-chacha-poly, Ed25519 (-19), X25519, CHACHA20-POLY1305",
        "suit-sha256-hsslms-a256kw-a256ctr, HSS-LMS (-46), A256KW, A256CTR",
    })
    void profile_isAuthoredAndInstalled(String profile, String algorithm, String recipient, String cipher)
            throws Exception {
        create(examples().group(1), manifest);
        List<Path> device = device(recipient);

        ok(Moult.run("manifest", "encrypt", manifest, "--recipient", device.get(0), "--cipher", cipher));
        Path trust = authenticate(algorithm);
        Moult.Result verified = ok(Moult.run("manifest", "verify", manifest, "--trust", trust));
        ok(Moult.run(
                "manifest",
                "process",
                manifest,
                "--trust",
                trust,
                "--recipient",
                home.resolve("device"),
                "--decrypt-key",
                device.get(1)));

        assertThat(verified.out()).as(profile).startsWith("accepted ");
        assertThat(Moult.run("manifest", "show", manifest).out()).contains(algorithm);
        assertThat(home.resolve("device").resolve("main")).hasContent(IMAGE);
    }

    /** Authenticates the manifest; whom to trust then. */
    private Path authenticate(String algorithm) throws Exception {
        if (algorithm.startsWith("HMAC")) {
            Path secret = Files.writeString(home.resolve("secret.hex"), "a301040305205820" + "62".repeat(32));
            ok(Moult.run("manifest", "mac", manifest, "--key", secret));
            return secret;
        } else if (algorithm.startsWith("HSS")) {
            Path key = home.resolve("hss.key");
            Path marks = home.resolve("marks");
            ok(Moult.run("keys", "hss", "--heights", "5", "--out", key, "--hss-marks", marks));
            ok(Moult.run("manifest", "sign", manifest, "--key", key, "--hss-marks", marks));
            return home.resolve("hss.key.pub");
        } else if (algorithm.startsWith("Ed25519")) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path key = pem("ed.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
            ok(Moult.run("manifest", "sign", manifest, "--key", key));
            return pem("ed.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        }
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));
        return keys;
    }

    /** What the author has of a device, and what the device has. */
    private List<Path> device(String kind) throws Exception {
        if (kind.endsWith("KW")) {
            int octets = kind.startsWith("A128") ? 16 : 32;
            String head = octets == 16 ? "a3010403222050" : "a301040324205820";
            Path secret = Files.writeString(home.resolve("kek.hex"), head + "61".repeat(octets));
            return List.of(secret, secret);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.equals("P-256") ? "EC" : "X25519");
        if (kind.equals("P-256")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        List<Path> files = new ArrayList<>();
        files.add(pem("device.pub", "PUBLIC KEY", pair.getPublic().getEncoded()));
        files.add(pem("device.pem", "PRIVATE KEY", pair.getPrivate().getEncoded()));
        return files;
    }

    @ParameterizedTest
    @CsvSource({"secp384r1, ESP384 (-51)", "ml-dsa-44, ML-DSA-44 (-48)", "ml-dsa-87, ML-DSA-87 (-50)"})
    void keysOfOtherKinds_signTheSameOctetsAgain(String kind, String algorithm) throws Exception {
        List<Path> pair = kind.startsWith("ml") ? mlDsa(kind) : ec(kind);
        create(examples().group(1), manifest);
        Path again = Files.copy(manifest, home.resolve("AGAIN.suit"));

        Moult.Result signed = ok(Moult.run("manifest", "sign", manifest, "--key", pair.get(0)));
        ok(Moult.run("manifest", "sign", again, "--key", pair.get(0)));

        assertThat(signed.out()).contains(algorithm);
        assertThat(manifest).hasSameBinaryContentAs(again);
        ok(Moult.run("manifest", "verify", manifest, "--trust", pair.get(1)));
    }

    private List<Path> ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair pair = generator.generateKeyPair();
        return List.of(
                pem("k.pem", "PRIVATE KEY", pair.getPrivate().getEncoded()),
                pem("k.pub", "PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private List<Path> mlDsa(String kind) throws IOException {
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(
                new SecureRandom(), kind.endsWith("44") ? MLDSAParameters.ml_dsa_44 : MLDSAParameters.ml_dsa_87));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return List.of(
                pem(
                        "k.pem",
                        "PRIVATE KEY",
                        PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate())
                                .getEncoded()),
                pem(
                        "k.pub",
                        "PUBLIC KEY",
                        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                                .getEncoded()));
    }
}
