package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cose.DevelopmentMark;
import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody with a certificate, who issues others, and signs with them in the block. */
public final class TestIssuer {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private final String name;
    private final KeyPair keys = KeyFiles.generate(new SecureRandom());
    private final Bytes certificate;

    private TestIssuer(String name, String issuer, KeyPair issuerKeys, int pathLength, boolean development) {
        this.name = name;
        KeyPair signing = issuerKeys.equals(SELF) ? keys : issuerKeys;
        this.certificate = issue(issuer, signing, pathLength, development);
    }

    private static final KeyPair SELF = new KeyPair(null, null);

    /** A root that may issue certificates which may issue so many more below them. */
    public static TestIssuer root(int pathLength) {
        return new TestIssuer("root", "root", SELF, pathLength, false);
    }

    /** A root that is marked as for development. */
    public static TestIssuer developmentRoot(int pathLength) {
        return new TestIssuer("root", "root", SELF, pathLength, true);
    }

    /** One to whom this one delegates; a path length of -1 is for one who may issue nothing. */
    public TestIssuer delegate(String to, int pathLength) {
        return new TestIssuer(to, name, keys, pathLength, false);
    }

    public KeyPair keys() {
        return keys;
    }

    public Bytes certificate() {
        return certificate;
    }

    public TrustAnchor anchor() {
        try {
            return TrustAnchor.ofCertificate(certificate);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A COSE_Sign1 by this one's key over a detached payload, with certificates in its x5chain. */
    public Bytes block(Bytes payload, List<Bytes> chain) {
        try {
            Bytes header = new CborWriter().map(1).unsigned(1).integer(-9).toBytes();
            Bytes toBeSigned = new CborWriter()
                    .array(4)
                    .text("Signature1")
                    .bytes(header)
                    .bytes(Bytes.EMPTY)
                    .bytes(payload)
                    .toBytes();
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(toBeSigned.toArray());
            CborWriter writer =
                    new CborWriter().tag(18).array(4).bytes(header).map(1).unsigned(33);
            if (chain.size() == 1) {
                writer.bytes(chain.get(0));
            } else {
                writer.array(chain.size());
                chain.forEach(writer::bytes);
            }
            return writer.nil().bytes(Bytes.wrap(signature.sign())).toBytes();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Bytes issue(String issuer, KeyPair signing, int pathLength, boolean development) {
        try {
            X509v3CertificateBuilder builder =
                    builder(name, issuer, System.identityHashCode(this) + 1L, keys.getPublic(), pathLength);
            if (development) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(DevelopmentMark.DEVELOPMENT_EXTENSION), false, DERNull.INSTANCE);
            }
            return Bytes.wrap(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate from {@link #FROM} to {@link #UNTIL} that awaits its signature; a path length of -1 is for one who may issue nothing. */
    @SuppressWarnings("JavaUtilDate") // what Bouncy Castle's builder takes
    public static X509v3CertificateBuilder builder(
            String name, String issuer, long serial, PublicKey key, int pathLength) throws CertIOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + issuer),
                BigInteger.valueOf(serial),
                Date.from(FROM),
                Date.from(UNTIL),
                new X500Name("CN=" + name),
                key);
        boolean mayIssue = pathLength >= 0;
        return builder.addExtension(
                        Extension.basicConstraints,
                        true,
                        mayIssue ? new BasicConstraints(pathLength) : new BasicConstraints(false))
                .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(mayIssue ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
    }
}
