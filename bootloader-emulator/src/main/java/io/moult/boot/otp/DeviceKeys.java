package io.moult.boot.otp;

import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The two secrets of a device, its own from the hour it was made: the root that keys for its flash are derived from, and
 * the private key that signs what it reports of itself. They leave the device never; the public part does.
 *
 * @param rootKey {@value #ROOT_BYTES} octets
 * @param reportKey PKCS#8 in DER, on P-256
 */
public record DeviceKeys(Bytes rootKey, Bytes reportKey) {
    private static final int ROOT_BYTES = 32;

    public DeviceKeys {
        if (rootKey.length() != ROOT_BYTES) {
            throw new IllegalArgumentException("device root key of " + rootKey.length() + " B");
        }
        if (reportKey.isEmpty() || reportKey.length() > 512) {
            throw new IllegalArgumentException("private key of " + reportKey.length() + " B");
        }
    }

    /** Fresh ones, as a device makes them in the factory. */
    public static DeviceKeys generate(SecureRandom random) {
        byte[] root = new byte[ROOT_BYTES];
        random.nextBytes(root);
        return new DeviceKeys(
                Bytes.wrap(root),
                Bytes.copyOf(KeyFiles.generate(random).getPrivate().getEncoded()));
    }

    /** The key that signs reports. */
    public SigningKey signer() {
        try {
            return KeyFiles.signingKey(privateKey());
        } catch (KeyFileException e) {
            throw new IllegalStateException("the device's key " + e.getMessage(), e);
        }
    }

    /** What checks the signatures of {@link #signer}: a SubjectPublicKeyInfo in DER. */
    public Bytes publicKey() {
        try {
            return Bytes.copyOf(KeyFiles.pair(privateKey()).getPublic().getEncoded());
        } catch (KeyFileException e) {
            throw new IllegalStateException("the device's key " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(reportKey.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the device's key is none", e);
        }
    }

    Bytes encode() {
        return Bytes.wrap(ByteBuffer.allocate(ROOT_BYTES + reportKey.length())
                .put(rootKey.toArray())
                .put(reportKey.toArray())
                .array());
    }

    static DeviceKeys decode(Bytes octets) {
        try {
            return new DeviceKeys(octets.slice(0, ROOT_BYTES), octets.slice(ROOT_BYTES, octets.length()));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("device keys of " + octets.length() + " B", e);
        }
    }

    @Override
    public String toString() {
        return "DeviceKeys[secret]";
    }
}
