package io.moult.boot.otp;

import io.moult.bytes.Bytes;
import io.moult.cose.DevelopmentMark;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a device that is sold must not believe: certificates for development, and keys whose private halves everybody has,
 * because they came with somebody's sources as a demonstration. Such keys have reached the field (GHSA-gcxh-546h-phg4).
 */
public final class ProductionRule {
    /** By SHA-256 over the SubjectPublicKeyInfo in DER. */
    private static final Map<String, String> DEMONSTRATION_KEYS = Map.of(
            "e30466f6b8470c1f29070b17f1e2d3e94d445e3f608087fdc711e4382bb538b6", "MCUboot's root-ec-p256",
            "c1907fa4eac7fae3840a78902b6f0710b037e9968e5c6274a12a28790c7d4e3c", "MCUboot's root-ed25519");

    private ProductionRule() {}

    /** Why these must not be the anchors of a device that is sold; empty if nothing is known against them. */
    public static Optional<String> objection(Provisioning provisioning) {
        return provisioning.trustAnchors().stream()
                .map(ProductionRule::objection)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The same, of a policy's authorities. */
    public static Optional<String> objection(AuthorisationPolicy policy) {
        return policy.authorities().stream()
                .map(authority -> objection(authority.anchor().certificateDer()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> objection(Bytes certificateDer) {
        if (DevelopmentMark.isOn(certificateDer)) {
            return Optional.of("the certificate is for development");
        }
        try {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificateDer.toArray()))
                    .getPublicKey()
                    .getEncoded();
            String print = Digest.sha256(Bytes.wrap(key)).value().hex();
            return Optional.ofNullable(DEMONSTRATION_KEYS.get(print))
                    .map(name -> "the key is " + name + ", which everybody can sign with");
        } catch (CertificateException e) {
            return Optional.of("the certificate cannot be read");
        }
    }
}
