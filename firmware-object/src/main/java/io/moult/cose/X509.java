package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Certificates and public keys in DER (RFC 5280). */
final class X509 {
    private X509() {}

    /** The certificate that is all there is in the octets. */
    static X509Certificate certificate(Bytes der) throws KeyFileException {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0 || der.isEmpty() || der.at(0) != 0x30) {
                throw new KeyFileException("is not one X.509 certificate in DER");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new KeyFileException("is not an X.509 certificate in DER");
        }
    }

    /** The SubjectPublicKeyInfo of a certificate. */
    static Bytes publicKeyOf(Bytes certificateDer) throws KeyFileException {
        return Bytes.wrap(certificate(certificateDer).getPublicKey().getEncoded());
    }

    /** The key in a SubjectPublicKeyInfo; empty for other octets and for kinds of key that nobody here knows. */
    static Optional<AsymmetricKeyParameter> publicKey(Bytes subjectPublicKeyInfo) {
        try {
            return Optional.of(PublicKeyFactory.createKey(
                    SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(subjectPublicKeyInfo.toArray()))));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle says by several unchecked exceptions that octets are no key
            return Optional.empty();
        }
    }
}
