package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;

/**
 * A P-256 key that is believed, from an X.509 certificate in DER or bare. Trust is decided by the key: the certificate's
 * names and dates are not looked at (a device may have no clock), and a key id only says which key to try first.
 */
public final class TrustAnchor {
    private final Bytes certificateDer;
    private final Bytes keyId;
    private final PublicKey publicKey;

    private TrustAnchor(Bytes certificateDer, Bytes identified, PublicKey publicKey) {
        this.certificateDer = certificateDer;
        this.keyId = sha256(identified);
        this.publicKey = publicKey;
    }

    /** The anchor in an X.509 certificate in DER. */
    public static TrustAnchor ofCertificate(Bytes der) throws KeyFileException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(in);
            if (in.available() > 0 || der.isEmpty() || der.at(0) != 0x30) {
                throw new KeyFileException("is not one X.509 certificate in DER");
            }
            return new TrustAnchor(der, der, requireP256(certificate.getPublicKey()));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("is not an X.509 certificate in DER");
        }
    }

    /** The anchor that is a bare public key, as SubjectPublicKeyInfo in DER. */
    public static TrustAnchor ofPublicKey(Bytes subjectPublicKeyInfo) throws KeyFileException {
        try {
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo.toArray()));
            return new TrustAnchor(Bytes.EMPTY, subjectPublicKeyInfo, requireP256(key));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("is not a P-256 public key");
        }
    }

    private static PublicKey requireP256(PublicKey key) throws KeyFileException {
        if (!P256.isOnCurve(key)) {
            throw new KeyFileException("holds a key that is not on the curve P-256");
        }
        return key;
    }

    /** The certificate; empty octets for a bare key. */
    public Bytes certificateDer() {
        return certificateDer;
    }

    /** SHA-256 of the certificate, or of the SubjectPublicKeyInfo of a bare key. */
    public Bytes keyId() {
        return keyId;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    static Bytes sha256(Bytes octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            octets.updateDigest(digest);
            return Bytes.wrap(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Two anchors are equal when their key ids are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TrustAnchor that && keyId.equals(that.keyId);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "trust anchor " + keyId.hex().substring(0, 16);
    }
}
