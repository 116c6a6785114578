package io.moult.cose;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * The one door for keys and certificates as people keep them: PEM or DER; a private key in PKCS#8 (RFC 5958) or SEC 1
 * (RFC 5915); a COSE_Key (RFC 9052), binary or in hexadecimal digits. Which kinds are taken is for {@link CoseAlgorithm}
 * to say. What is wrong with a file is said in the {@link KeyFileException}, without its name.
 */
public final class KeyFiles {
    /** No key or certificate of ours comes near it. */
    private static final long MOST_BYTES = 64 * 1024;

    private static final String NO_EC_PRIVATE_KEY = "is not an EC private key (PKCS#8 or SEC 1)";

    private static final String[] PRIVATE_LABELS = {"PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"};

    private KeyFiles() {}

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

    /** A trust anchor from a certificate, a public key, or a COSE_Key that is public or a shared secret. */
    public static TrustAnchor trustAnchor(Bytes content) throws KeyFileException {
        Bytes publicPart = requirePublic(content);
        if (CoseKey.isLikely(publicPart)) {
            return TrustAnchor.ofCoseKey(publicPart);
        }
        return isCertificate(content, publicPart)
                ? TrustAnchor.ofCertificate(publicPart)
                : TrustAnchor.ofPublicKey(publicPart);
    }

    /** An X.509 certificate in DER, from DER or PEM. */
    public static Bytes certificate(Bytes content) throws KeyFileException {
        Bytes der = requirePublic(content);
        X509.publicKeyOf(der);
        return der;
    }

    /** For whom to encrypt, from a certificate, a public key, or a COSE_Key that is public or a key-encryption key. */
    public static EncryptionRecipient recipient(Bytes content) throws KeyFileException {
        Bytes publicPart = requirePublic(content);
        if (CoseKey.isLikely(publicPart)) {
            return EncryptionRecipient.ofCoseKey(CoseKey.read(publicPart));
        }
        return isCertificate(content, publicPart)
                ? EncryptionRecipient.ofPublicKey(
                        X509.publicKeyOf(publicPart), Optional.of(DigestAlgorithm.SHA_256.digest(publicPart)))
                : EncryptionRecipient.ofPublicKey(publicPart, Optional.empty());
    }

    /** A private key or a shared secret that signs. */
    public static SigningKey signingKey(Bytes content) throws KeyFileException {
        Bytes binary = PemText.unhex(content);
        if (CoseKey.isLikely(binary)) {
            CoseKey key = CoseKey.read(binary);
            for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
                Optional<SigningKey> found = algorithm.kind().signingKey(key);
                if (found.isPresent()) {
                    key.requireUse(CoseKey.TO_AUTHENTICATE);
                    return found.get();
                }
            }
            throw new KeyFileException("is a COSE_Key that cannot sign");
        }
        AsymmetricKeyParameter key = privatePart(content);
        for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
            Optional<SigningKey> found = algorithm.kind().signingKey(key);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new KeyFileException("holds a private key of a kind or on a curve that is not supported");
    }

    /** The key that signs with a private key on P-256 of the JDK's. */
    public static SigningKey signingKey(PrivateKey key) throws KeyFileException {
        return Ecdsa.P256.signingKey(key);
    }

    /**
     * The key that signs with a private key in the keeping of a provider, such as a PKCS#11 token.
     *
     * @param publicPart what checks its signatures: of ECDSA, or IllegalArgumentException
     */
    public static SigningKey signingKey(PrivateKey key, Provider keeper, VerificationKey publicPart) {
        if (publicPart.kind() instanceof Ecdsa ecdsa) {
            return ecdsa.signingKey(key, keeper, publicPart);
        }
        throw new IllegalArgumentException("a key of " + publicPart.kind().label() + " in a provider's keeping");
    }

    /** The id that a COSE_Key carries; empty for one without, and for every other file. */
    public static Optional<Bytes> keyId(Bytes content) throws KeyFileException {
        Bytes binary = PemText.unhex(content);
        return CoseKey.isLikely(binary) ? CoseKey.read(binary).keyId() : Optional.empty();
    }

    /** What a device opens payloads with: a private key, or a key-encryption key. */
    public static DecryptionKey decryptionKey(Bytes content) throws KeyFileException {
        Bytes binary = PemText.unhex(content);
        return CoseKey.isLikely(binary)
                ? DecryptionKey.ofCoseKey(CoseKey.read(binary))
                : DecryptionKey.ofPrivateKey(privatePart(content));
    }

    /** A shared secret that encrypts messages by itself: a symmetric COSE_Key that names its cipher. */
    public static ContentKey contentKey(Bytes content) throws KeyFileException {
        return ContentKey.ofCoseKey(CoseKey.read(PemText.unhex(content)));
    }

    private static AsymmetricKeyParameter privatePart(Bytes content) throws KeyFileException {
        Bytes der = content;
        Optional<PemText.Block> block = privateBlock(content);
        if (block.isPresent()) {
            der = block.get().label().equals("PRIVATE KEY")
                    ? block.get().der()
                    : Bytes.wrap(sec1(block.get().der()).getEncoded());
        }
        try {
            return PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der.toArray())));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle says by several unchecked exceptions that octets are no key
            throw new KeyFileException("is not a private key of a supported kind");
        }
    }

    /** What is in a file that may hold no private key: the content of PEM, else the binary. */
    private static Bytes requirePublic(Bytes content) throws KeyFileException {
        Optional<PemText.Block> pem = PemText.firstBlock(content, "CERTIFICATE", "PUBLIC KEY");
        if (pem.isPresent()) {
            return pem.get().der();
        }
        Bytes binary = PemText.unhex(content);
        boolean isPrivate = PemText.firstBlock(content, PRIVATE_LABELS).isPresent()
                || (CoseKey.isLikely(binary) && CoseKey.read(binary).isPrivate());
        if (isPrivate) {
            throw new KeyFileException("is a private key where a certificate or a public key is needed");
        }
        return binary;
    }

    private static boolean isCertificate(Bytes content, Bytes publicPart) throws KeyFileException {
        if (PemText.firstBlock(content, "CERTIFICATE", "PUBLIC KEY").isPresent()) {
            return PemText.firstBlock(content, "CERTIFICATE").isPresent();
        }
        try {
            X509.publicKeyOf(publicPart);
            return true;
        } catch (KeyFileException e) {
            return false;
        }
    }

    /** A private key on P-256 in PEM: PKCS#8 or SEC 1, not encrypted. */
    public static PrivateKey privateKey(Bytes content) throws KeyFileException {
        Optional<PemText.Block> block = privateBlock(content);
        if (block.isEmpty()) {
            throw new KeyFileException("is not a private key in PEM (PKCS#8 or SEC 1)");
        }
        return block.get().label().equals("PRIVATE KEY")
                ? pkcs8(block.get().der())
                : sec1(block.get().der());
    }

    private static Optional<PemText.Block> privateBlock(Bytes content) throws KeyFileException {
        Optional<PemText.Block> block = PemText.firstBlock(content, PRIVATE_LABELS);
        boolean isEncrypted = PemText.text(content).contains("Proc-Type: 4,ENCRYPTED")
                || block.filter(found -> found.label().equals("ENCRYPTED PRIVATE KEY"))
                        .isPresent();
        if (isEncrypted) {
            throw new KeyFileException("is encrypted: decrypt it first, for example with openssl pkey");
        }
        return block;
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
        if (!(privateKey instanceof ECPrivateKey ec) || !Ecdsa.P256.isOnCurve(privateKey)) {
            throw new KeyFileException("holds a key that is not on the curve P-256");
        }
        org.bouncycastle.math.ec.ECPoint point = Ecdsa.P256.publicPoint(ec.getS());
        try {
            PublicKey publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(
                            new ECPoint(
                                    point.getAffineXCoord().toBigInteger(),
                                    point.getAffineYCoord().toBigInteger()),
                            Ecdsa.P256.parameters()));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point of P-256 that is no key", e);
        }
    }

    /** PKCS#8 in PEM. */
    public static String toPem(PrivateKey privateKey) {
        return PemText.encode("PRIVATE KEY", privateKey.getEncoded());
    }

    private static PrivateKey pkcs8(Bytes der) throws KeyFileException {
        try {
            return requireP256(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der.toArray())));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(NO_EC_PRIVATE_KEY);
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
            throw new KeyFileException(NO_EC_PRIVATE_KEY);
        }
        return Ecdsa.P256.privateKey(secret);
    }

    private static PrivateKey requireP256(PrivateKey key) throws KeyFileException {
        if (!Ecdsa.P256.isOnCurve(key)) {
            throw new KeyFileException("holds a key that is not on the curve P-256");
        }
        return key;
    }
}
