package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * Reads P-256 keys and certificates as people keep them: PEM or DER; a private key in PKCS#8 (RFC 5958) or SEC 1 (RFC
 * 5915). What is wrong with a file is said in the {@link KeyFileException}, without its name.
 */
public final class KeyFiles {
    /** No key or certificate of ours comes near it. */
    private static final long MOST_BYTES = 64 * 1024;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private KeyFiles() {}

    /** A block of a PEM file. */
    private record PemBlock(String label, Bytes der) {}

    /** Reads a file that is small; KeyFileException if it is not. */
    public static Bytes readSmallFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new KeyFileException("is a directory");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new KeyFileException("is too large to be a key or certificate");
        }
        return Bytes.wrap(Files.readAllBytes(file));
    }

    /** A trust anchor from a certificate (DER or PEM) or a public key (DER or PEM). */
    public static TrustAnchor trustAnchor(Bytes content) throws KeyFileException {
        Optional<PemBlock> pem = firstPemBlock(content, "CERTIFICATE", "PUBLIC KEY");
        if (pem.isPresent()) {
            return pem.get().label().equals("CERTIFICATE")
                    ? TrustAnchor.ofCertificate(pem.get().der())
                    : TrustAnchor.ofPublicKey(pem.get().der());
        }
        if (firstPemBlock(content, "PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
                .isPresent()) {
            throw new KeyFileException("is a private key where a certificate or a public key is needed");
        }
        try {
            return TrustAnchor.ofCertificate(content);
        } catch (KeyFileException notACertificate) {
            try {
                return TrustAnchor.ofPublicKey(content);
            } catch (KeyFileException notAKey) {
                throw new KeyFileException("is neither a certificate nor a public key on the curve P-256");
            }
        }
    }

    /** A private key in PEM: PKCS#8 or SEC 1, not encrypted. */
    public static PrivateKey privateKey(Bytes content) throws KeyFileException {
        Optional<PemBlock> block = firstPemBlock(content, "PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
        if (block.isEmpty()) {
            throw new KeyFileException("is not a private key in PEM (PKCS#8 or SEC 1)");
        }
        String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        if (block.get().label().equals("ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new KeyFileException("is encrypted: decrypt it first, for example with openssl pkey");
        }
        return block.get().label().equals("PRIVATE KEY")
                ? pkcs8(block.get().der())
                : sec1(block.get().der());
    }

    /** A fresh P-256 key pair. */
    public static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256", e);
        }
    }

    /** The key pair of a private key on P-256. */
    public static KeyPair pair(PrivateKey privateKey) throws KeyFileException {
        if (!(privateKey instanceof ECPrivateKey ec) || !P256.isOnCurve(privateKey)) {
            throw new KeyFileException("holds a key that is not on the curve P-256");
        }
        org.bouncycastle.math.ec.ECPoint point = CustomNamedCurves.getByName("secp256r1")
                .getG()
                .multiply(ec.getS())
                .normalize();
        if (point.isInfinity()) {
            throw new KeyFileException("holds a private key out of range");
        }
        try {
            PublicKey publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(
                                    point.getAffineXCoord().toBigInteger(),
                                    point.getAffineYCoord().toBigInteger()),
                            P256.parameters()));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point of P-256 that is no key", e);
        }
    }

    /** PKCS#8 in PEM. */
    public static String toPem(PrivateKey privateKey) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static PrivateKey pkcs8(Bytes der) throws KeyFileException {
        try {
            return requireP256(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der.toArray())));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("is not an EC private key in PKCS#8");
        }
    }

    private static PrivateKey sec1(Bytes der) throws KeyFileException {
        BigInteger secret;
        try {
            org.bouncycastle.asn1.sec.ECPrivateKey key =
                    org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(der.toArray());
            if (key.getParametersObject() instanceof ASN1ObjectIdentifier curve
                    && !curve.equals(SECObjectIdentifiers.secp256r1)) {
                throw new KeyFileException("holds a key that is not on the curve P-256");
            }
            secret = key.getKey();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new KeyFileException("is not an EC private key in SEC 1");
        }
        if (secret.signum() <= 0 || secret.compareTo(P256.parameters().getOrder()) >= 0) {
            throw new KeyFileException("holds a private key out of range for P-256");
        }
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(secret, P256.parameters()));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException("is not an EC private key in SEC 1");
        }
    }

    private static PrivateKey requireP256(PrivateKey key) throws KeyFileException {
        if (!P256.isOnCurve(key)) {
            throw new KeyFileException("holds a key that is not on the curve P-256");
        }
        return key;
    }

    private static Optional<PemBlock> firstPemBlock(Bytes content, String... labels) throws KeyFileException {
        Matcher matcher = PEM.matcher(new String(content.toArray(), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            if (Arrays.asList(labels).contains(matcher.group(1))) {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
                    return Optional.of(new PemBlock(matcher.group(1), Bytes.wrap(der)));
                } catch (IllegalArgumentException e) {
                    throw new KeyFileException("is damaged PEM");
                }
            }
        }
        return Optional.empty();
    }
}
