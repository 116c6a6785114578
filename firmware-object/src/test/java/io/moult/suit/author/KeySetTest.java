package io.moult.suit.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.DevelopmentMark;
import io.moult.cose.KeyFiles;
import io.moult.suit.manifest.Identifiers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R4, R5, R15, R33 (part): identifiers and a certificate in DER, made for development and marked so. */
class KeySetTest {
    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    @TempDir
    private Path directory = Path.of("set by JUnit");

    private final KeySetMaker maker = new KeySetMaker(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom());

    @Test
    void keySet_made_isReadBackWithItsIdentifiers() throws IOException {
        KeySet made = maker.make(directory.resolve("KEYS"), "arm.com", "sensor rev B");

        KeySet read = KeySet.read(directory.resolve("KEYS"));

        assertThat(read.vendorId()).hasToString("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");
        assertThat(read.classId()).isEqualTo(Identifiers.classId(read.vendorId(), "sensor rev B"));
        assertThat(read.certificateDer()).isEqualTo(made.certificateDer());
        assertThat(read.domain()).isEqualTo("arm.com");
        assertThat(read.model()).isEqualTo("sensor rev B");
        assertThat(read.development()).isTrue();
        assertThat(Files.readString(directory.resolve("KEYS/vendor-id")))
                .isEqualTo("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe\n");
    }

    @Test
    void certificate_made_isSelfSignedForFirmwareUpdatesAndMarked() throws Exception {
        Bytes der = maker.make(directory, "example.com", "sensor rev B").certificateDer();

        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.toArray()));
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(DevelopmentMark.FIRMWARE_UPDATE_USAGE);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, false, false, false, false, false, false);
        assertThat(certificate.getSubjectX500Principal().getName()).contains("OU=development");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW);
        assertThat(DevelopmentMark.isOn(der)).isTrue();
        assertThat(DevelopmentMark.hasFirmwareUpdateUsage(der)).isTrue();
    }

    @Test
    void developmentMark_onWhatIsNoCertificate_isNotThere() {
        assertThat(DevelopmentMark.isOn(Bytes.EMPTY)).isFalse();
        assertThat(DevelopmentMark.isOn(Bytes.ofHex("3000"))).isFalse();
        assertThat(DevelopmentMark.hasFirmwareUpdateUsage(Bytes.ofHex("00"))).isFalse();
    }

    @Test
    void signingKey_onDisk_isForItsOwnerOnly() throws IOException {
        maker.make(directory, "example.com", "sensor rev B");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("signing-key.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keySet_whereOneIsAlready_isNotOverwritten() throws IOException {
        maker.make(directory, "example.com", "sensor rev B");
        Map<Path, Bytes> before = contents();

        assertThatThrownBy(() -> maker.make(directory, "example.org", "other"))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.delete(directory.resolve("signing-key.pem"));
        assertThatThrownBy(() -> maker.make(directory, "example.org", "other"))
                .isInstanceOf(FileAlreadyExistsException.class);

        before.remove(directory.resolve("signing-key.pem"));
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void keySet_ofAKeyBroughtAlong_usesIt() throws IOException {
        KeyPair own = KeyFiles.generate(new SecureRandom());

        KeySet keys = maker.make(directory, "example.com", "sensor rev B", own);

        assertThat(keys.trustAnchor().key())
                .isEqualTo(KeyFiles.signingKey(own.getPrivate()).verificationKey());
        assertThat(keys.signer()).isNotNull();
    }

    @Test
    void signer_whoseKeyIsNotTheCertificates_isRefused() throws IOException {
        KeySet keys = maker.make(directory, "example.com", "sensor rev B");
        KeyPair another = KeyFiles.generate(new SecureRandom());
        Files.writeString(directory.resolve("signing-key.pem"), KeyFiles.toPem(another.getPrivate()));

        assertThatThrownBy(keys::signer)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("signing-key.pem does not belong to certificate.der");
    }

    @Test
    void keySet_withoutItsSecret_isStillReadByADevice() throws IOException {
        maker.make(directory, "example.com", "sensor rev B");
        Files.delete(directory.resolve("signing-key.pem"));

        KeySet keys = KeySet.read(directory);

        assertThat(keys.trustAnchor().certificateDer()).isNotEqualTo(Bytes.EMPTY);
        assertThatThrownBy(keys::signer).isInstanceOf(IOException.class).hasMessageContaining("is missing");
    }

    @Test
    void keySet_damaged_isRefusedByTheFilesName() throws IOException {
        maker.make(directory, "example.com", "sensor rev B");
        for (String name : new String[] {"vendor-id", "class-id", "certificate.der", "description.json"}) {
            Path file = directory.resolve(name);
            byte[] good = Files.readAllBytes(file);

            Files.write(file, "{ not it".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> KeySet.read(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name);
            Files.write(file, good);
        }
        Files.delete(directory.resolve("class-id"));
        assertThatThrownBy(() -> KeySet.read(directory)).hasMessageContaining("class-id is missing");
        assertThatThrownBy(() -> KeySet.read(directory.resolve("nowhere")))
                .hasMessageContaining("make one with keys init");
    }

    private Map<Path, Bytes> contents() throws IOException {
        Map<Path, Bytes> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file, Bytes.wrap(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
