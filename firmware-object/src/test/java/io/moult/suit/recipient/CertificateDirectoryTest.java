package io.moult.suit.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.CertificateStore;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustStore;
import io.moult.suit.testing.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R26, R32: certificates under their fingerprints, wherever they are kept. */
class CertificateDirectoryTest {
    private final TestIssuer author = TestIssuer.root(1);
    private final TestIssuer operator = TestIssuer.root(1);

    @TempDir
    private Path home;

    @Test
    void certificate_isKeptAndFoundUnderItsFingerprint() throws IOException {
        CertificateDirectory store = new CertificateDirectory(home);

        Bytes fingerprint = store.keep(author.certificate());
        store.keep(operator.certificate());
        Files.writeString(home.resolve("README"), "what lies beside them is none");

        assertThat(fingerprint).isEqualTo(DigestAlgorithm.SHA_256.digest(author.certificate()));
        assertThat(home.resolve(fingerprint.hex() + ".der"))
                .hasBinaryContent(author.certificate().toArray());
        assertThat(TrustStore.of(store).anchors()).containsExactlyInAnyOrder(author.anchor(), operator.anchor());
        assertThat(TrustStore.of(store).find(fingerprint)).contains(author.anchor());
        assertThat(store.certificate(Bytes.wrap(new byte[32]))).isEmpty();
    }

    @Test
    void certificate_underAnothersFingerprint_isNotBelieved() throws IOException {
        CertificateDirectory store = new CertificateDirectory(home);
        Bytes fingerprint = store.keep(author.certificate());
        Files.write(
                home.resolve(fingerprint.hex() + ".der"), operator.certificate().toArray());

        assertThatThrownBy(() -> TrustStore.of(store))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(fingerprint.hex());
    }

    @Test
    void symbolicLink_inThePlaceOfACertificate_isNotFollowed() throws IOException {
        Path elsewhere =
                Files.write(home.resolve("elsewhere"), author.certificate().toArray());
        Bytes fingerprint = DigestAlgorithm.SHA_256.digest(author.certificate());
        Path directory = Files.createDirectory(home.resolve("store"));
        Files.createSymbolicLink(directory.resolve(fingerprint.hex() + ".der"), elsewhere);

        assertThatThrownBy(() -> TrustStore.of(new CertificateDirectory(directory)))
                .isInstanceOf(KeyFileException.class);
    }

    /** Any other keeping does as well. */
    @Test
    void store_ofAnotherKind_isAskedInTheSameWay() throws IOException {
        Bytes fingerprint = DigestAlgorithm.SHA_256.digest(author.certificate());
        CertificateStore one = new CertificateStore() {
            @Override
            public List<Bytes> fingerprints() {
                return List.of(fingerprint);
            }

            @Override
            public Optional<Bytes> certificate(Bytes wanted) {
                return wanted.equals(fingerprint) ? Optional.of(author.certificate()) : Optional.empty();
            }
        };

        assertThat(TrustStore.of(one).anchors()).containsExactly(author.anchor());
    }
}
