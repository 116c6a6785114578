package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Vendor and class identifiers as draft-ietf-suit-manifest-37 section 8.4.8.2 recommends them. They say what an update
 * is for; being public, they prove nothing about anybody.
 */
public final class Identifiers {
    /** The namespace for names of the DNS (RFC 9562 appendix A). */
    static final UUID NAMESPACE_DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /** The namespace for private enterprise numbers in CBOR (section 8.4.8.2). */
    static final UUID NAMESPACE_CBOR_PEN = UUID.fromString("47fbdabb-f2e4-55f0-bb39-3620c2f6df4e");

    private Identifiers() {}

    /** The vendor ID of a domain, such as {@code example.com}. */
    public static UUID vendorId(String domain) {
        return nameBased(NAMESPACE_DNS, domain);
    }

    /** The class ID of a model under a vendor; the model's text names model and revision as the vendor likes. */
    public static UUID classId(UUID vendorId, String model) {
        return nameBased(vendorId, model);
    }

    /** The vendor ID that stands for a private enterprise number, a relative OID under 1.3.6.1.4.1. */
    public static UUID vendorIdOfNumber(Bytes relativeOid) {
        return nameBased(
                NAMESPACE_CBOR_PEN,
                new CborWriter().tag(112).bytes(relativeOid).toBytes().toArray());
    }

    /** UUID version 5 (RFC 9562 section 5.5). */
    static UUID nameBased(UUID namespace, String name) {
        return nameBased(namespace, name.getBytes(StandardCharsets.UTF_8));
    }

    private static UUID nameBased(UUID namespace, byte[] name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            toBytes(namespace).updateDigest(sha1);
            byte[] hash = sha1.digest(name);
            hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
            hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
            return ofBytes(Bytes.copyOf(hash, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    /** The UUID of 16 octets in network order; IllegalArgumentException for any other length. */
    public static UUID ofBytes(Bytes octets) {
        if (octets.length() != 16) {
            throw new IllegalArgumentException("a UUID has 16 octets, not " + octets.length());
        }
        ByteBuffer buffer = octets.asByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** The 16 octets in network order. */
    public static Bytes toBytes(UUID uuid) {
        return Bytes.wrap(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }
}
