package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/**
 * A key that is believed: in an X.509 certificate in DER, bare, or as a COSE_Key, which may be a shared secret. Trust is
 * decided by the key: the certificate's names and dates are not looked at (a device may have no clock), and a key id only
 * says which key to try first.
 */
public final class TrustAnchor {
    private final Bytes certificateDer;
    private final Bytes keyId;
    private final VerificationKey key;

    private TrustAnchor(Bytes certificateDer, Bytes keyId, VerificationKey key) {
        this.certificateDer = certificateDer;
        this.keyId = keyId;
        this.key = key;
    }

    /** The anchor in an X.509 certificate in DER. */
    public static TrustAnchor ofCertificate(Bytes der) throws KeyFileException {
        return new TrustAnchor(der, sha256(der), verificationKey(X509.publicKeyOf(der)));
    }

    /** The anchor that is a bare public key, as SubjectPublicKeyInfo in DER. */
    public static TrustAnchor ofPublicKey(Bytes subjectPublicKeyInfo) throws KeyFileException {
        return new TrustAnchor(Bytes.EMPTY, sha256(subjectPublicKeyInfo), verificationKey(subjectPublicKeyInfo));
    }

    /** The anchor that is a key at hand, named by its thumbprint. */
    public static TrustAnchor of(VerificationKey key) {
        return new TrustAnchor(Bytes.EMPTY, key.thumbprint(), key);
    }

    /** The anchor that is a COSE_Key, public or a shared secret. */
    public static TrustAnchor ofCoseKey(Bytes encoded) throws KeyFileException {
        CoseKey read = CoseKey.read(encoded);
        VerificationKey key = verificationKey(read);
        Bytes keyId = read.keyId().orElse(key.thumbprint());
        return new TrustAnchor(Bytes.EMPTY, keyId, key);
    }

    private static VerificationKey verificationKey(CoseKey key) throws KeyFileException {
        Optional<Long> number = key.algorithm();
        for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
            if (number.isEmpty() || number.get() == algorithm.number()) {
                Optional<VerificationKey> found = algorithm.kind().verificationKey(key);
                if (found.isPresent()) {
                    key.requireUse(CoseKey.TO_AUTHENTICATE);
                    return found.get();
                }
            }
        }
        throw new KeyFileException(
                number.isPresent()
                        ? "is a key for " + CoseAlgorithm.label(number.get()) + ", which authenticates nothing here"
                        : "is a COSE_Key of a kind that is not supported");
    }

    private static VerificationKey verificationKey(Bytes subjectPublicKeyInfo) throws KeyFileException {
        AsymmetricKeyParameter publicKey = X509.publicKey(subjectPublicKeyInfo)
                .orElseThrow(
                        () -> new KeyFileException("is neither a certificate nor a public key of a supported kind"));
        for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
            Optional<VerificationKey> found = algorithm.kind().verificationKey(publicKey);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new KeyFileException("holds a key of a kind or on a curve that is not supported");
    }

    /** The certificate; empty octets for a bare key. */
    public Bytes certificateDer() {
        return certificateDer;
    }

    /**
     * SHA-256 of the certificate, or of the SubjectPublicKeyInfo of a bare key; of a COSE_Key the id that it carries, or
     * its thumbprint.
     */
    public Bytes keyId() {
        return keyId;
    }

    /** What is believed. */
    public VerificationKey key() {
        return key;
    }

    /** Whether a key id means this anchor: its own, or the thumbprint of its key (RFC 9679). */
    public boolean isNamed(Bytes name) {
        return keyId.equals(name) || key.thumbprint().equals(name);
    }

    private static Bytes sha256(Bytes octets) {
        return DigestAlgorithm.SHA_256.digest(octets);
    }

    /** Two anchors are equal when both their key ids and their keys are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TrustAnchor that && keyId.equals(that.keyId) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "trust anchor " + (keyId.length() > 8 ? keyId.slice(0, 8) : keyId).hex();
    }
}
