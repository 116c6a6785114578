package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.cose.DevelopmentMark;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues a self-signed certificate whose one use is to sign firmware updates, marked as for development. */
final class DevelopmentCertificate {
    private static final Duration LIFETIME = Duration.ofDays(3650);

    /** Attributes of a name hold this many characters at most (RFC 5280 appendix A.1). */
    private static final int NAME_CHARS = 64;

    private final Clock clock;
    private final SecureRandom random;

    DevelopmentCertificate(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The certificate in DER. */
    @SuppressWarnings("JavaUtilDate") // what Bouncy Castle's builder takes
    Bytes issue(KeyPair keys, String domain, String model) {
        Instant from = clock.instant();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, shortened(domain))
                .addRDN(BCStyle.OU, "development")
                .addRDN(BCStyle.CN, shortened(model + " firmware updates"))
                .build();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, random).setBit(126),
                Date.from(from),
                Date.from(from.plus(LIFETIME)),
                name,
                keys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(
                            KeyPurposeId.getInstance(new ASN1ObjectIdentifier(DevelopmentMark.FIRMWARE_UPDATE_USAGE))));
            builder.addExtension(
                    new ASN1ObjectIdentifier(DevelopmentMark.DEVELOPMENT_EXTENSION), false, DERNull.INSTANCE);
            return Bytes.wrap(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate that cannot be built", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= NAME_CHARS ? text : text.substring(0, NAME_CHARS);
    }
}
