package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The key of one slot's ciphertext in one generation: HKDF-SHA256 of the device's root key over slot and generation.
 * AES-128 in counter mode, the counter being the address in blocks of 16 octets, so that octets are read in any order.
 *
 * <p>It hides and does not authenticate: that is the manifest's digest's work. A generation must not be used for two
 * contents, or the two can be told from one another's difference; whoever writes new content takes a new generation.
 */
public final class SectorKey {
    /** Octets of a device root key. */
    public static final int ROOT_KEY_BYTES = 32;

    private static final int BLOCK_BYTES = 16;
    private static final byte[] PURPOSE = "moult external flash".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;

    private SectorKey(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * @param slot which slot of the device
     * @param generation how often that slot has been filled
     */
    public static SectorKey derive(Bytes deviceRootKey, int slot, long generation) {
        if (deviceRootKey.length() != ROOT_KEY_BYTES) {
            throw new IllegalArgumentException("device root key of " + deviceRootKey.length() + " B");
        }
        byte[] info = ByteBuffer.allocate(PURPOSE.length + 12)
                .put(PURPOSE)
                .putInt(slot)
                .putLong(generation)
                .array();
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(deviceRootKey.toArray(), new byte[0], info));
        byte[] key = new byte[BLOCK_BYTES];
        hkdf.generateBytes(key, 0, key.length);
        return new SectorKey(new SecretKeySpec(key, "AES"));
    }

    /** Makes plaintext of ciphertext, and the other way round: it is the same. */
    Bytes apply(long offsetBytes, Bytes octets) {
        int lead = (int) (offsetBytes % BLOCK_BYTES);
        byte[] padded = new byte[lead + octets.length()];
        octets.copyInto(padded, lead);
        byte[] counter = ByteBuffer.allocate(BLOCK_BYTES)
                .putLong(0)
                .putLong(offsetBytes / BLOCK_BYTES)
                .array();
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
            return Bytes.copyOf(cipher.doFinal(padded), lead, octets.length());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without AES", e);
        }
    }
}
