package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom a device believes (RFC 6024). Immutable. An empty store believes nobody. */
public final class TrustStore {
    private final List<TrustAnchor> anchors;

    private TrustStore(List<TrustAnchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    public static TrustStore of(List<TrustAnchor> anchors) {
        return new TrustStore(anchors);
    }

    public static TrustStore of(TrustAnchor... anchors) {
        return new TrustStore(List.of(anchors));
    }

    /** All whose certificates are kept; KeyFileException if one is not what it is kept under. */
    public static TrustStore of(CertificateStore certificates) throws IOException {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Bytes fingerprint : certificates.fingerprints()) {
            Optional<Bytes> certificate = certificates.certificate(fingerprint);
            if (certificate.isEmpty()
                    || !DigestAlgorithm.SHA_256.digest(certificate.get()).equals(fingerprint)) {
                throw new KeyFileException("does not hold the certificate of the fingerprint " + fingerprint.hex());
            }
            anchors.add(TrustAnchor.ofCertificate(certificate.get()));
        }
        return new TrustStore(anchors);
    }

    public List<TrustAnchor> anchors() {
        return anchors;
    }

    public boolean isEmpty() {
        return anchors.isEmpty();
    }

    /** The anchor of this name. */
    public Optional<TrustAnchor> find(Bytes keyId) {
        for (TrustAnchor anchor : anchors) {
            if (anchor.isNamed(keyId)) {
                return Optional.of(anchor);
            }
        }
        return Optional.empty();
    }
}
