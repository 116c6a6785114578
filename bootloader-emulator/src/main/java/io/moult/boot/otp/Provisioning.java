package io.moult.boot.otp;

import io.moult.bytes.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What makes a device somebody's: whose model it is, and whom it believes. The identifiers are for addressing and prove
 * nothing; only the certificates do. It can stand in one-time-programmable memory, or as a block at the very end of the
 * first image.
 *
 * @param trustAnchors X.509 certificates in DER; at least one
 */
public record Provisioning(UUID vendorId, UUID classId, List<Bytes> trustAnchors) {
    private static final Bytes TRAILER = Bytes.copyOf("MOULT-PROVISION\n".getBytes(StandardCharsets.US_ASCII));
    private static final int CERTIFICATE_LIMIT_BYTES = 4096;
    private static final int ANCHOR_LIMIT = 8;

    /** The largest block at the end of an image, in octets. */
    public static final int BLOCK_LIMIT_BYTES = 12 * 1024;

    public Provisioning {
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        trustAnchors = List.copyOf(trustAnchors);
        if (trustAnchors.isEmpty() || trustAnchors.size() > ANCHOR_LIMIT) {
            throw new IllegalArgumentException(trustAnchors.size() + " trust anchors; say 1 to " + ANCHOR_LIMIT);
        }
        int total = 0;
        for (Bytes anchor : trustAnchors) {
            if (anchor.isEmpty() || anchor.length() > CERTIFICATE_LIMIT_BYTES) {
                throw new IllegalArgumentException("certificate of " + anchor.length() + " B");
            }
            total += anchor.length();
        }
        if (total > BLOCK_LIMIT_BYTES - 256) {
            throw new IllegalArgumentException("certificates of " + total + " B together");
        }
    }

    /** The form in one-time-programmable memory. */
    public Bytes encode() {
        int length = 33 + trustAnchors.stream().mapToInt(a -> 2 + a.length()).sum();
        ByteBuffer to = ByteBuffer.allocate(length);
        to.putLong(vendorId.getMostSignificantBits()).putLong(vendorId.getLeastSignificantBits());
        to.putLong(classId.getMostSignificantBits()).putLong(classId.getLeastSignificantBits());
        to.put((byte) trustAnchors.size());
        for (Bytes anchor : trustAnchors) {
            to.putShort((short) anchor.length()).put(anchor.toArray());
        }
        return Bytes.wrap(to.array());
    }

    /** Reads what {@link #encode} wrote; IllegalArgumentException for anything else. */
    public static Provisioning decode(Bytes octets) {
        try {
            ByteBuffer from = octets.asByteBuffer();
            UUID vendorId = new UUID(from.getLong(), from.getLong());
            UUID classId = new UUID(from.getLong(), from.getLong());
            int count = from.get();
            List<Bytes> anchors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] anchor = new byte[Math.min(from.getShort() & 0xffff, CERTIFICATE_LIMIT_BYTES)];
                from.get(anchor);
                anchors.add(Bytes.wrap(anchor));
            }
            if (from.hasRemaining()) {
                throw new IllegalArgumentException("provisioning with " + from.remaining() + " B too many");
            }
            return new Provisioning(vendorId, classId, anchors);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("provisioning is truncated: " + octets.length() + " B", e);
        }
    }

    /** The block that a first image ends with, to bring its provisioning along: the encoded form, its length, a mark. */
    public Bytes asImageTrailer() {
        Bytes encoded = encode();
        ByteBuffer to = ByteBuffer.allocate(encoded.length() + 4 + TRAILER.length());
        to.put(encoded.toArray()).putInt(encoded.length()).put(TRAILER.toArray());
        return Bytes.wrap(to.array());
    }

    /** Finds the block at the end of an image; empty if there is none. IllegalArgumentException for a damaged one. */
    public static Optional<Provisioning> atEndOf(Bytes lastOctets) {
        int end = lastOctets.length() - TRAILER.length();
        if (end < 4 || !lastOctets.slice(end, lastOctets.length()).equals(TRAILER)) {
            return Optional.empty();
        }
        int length = lastOctets.slice(end - 4, end).asByteBuffer().getInt();
        if (length < 0 || length > end - 4) {
            throw new IllegalArgumentException("the provisioning block at the image's end says " + length + " B");
        }
        return Optional.of(decode(lastOctets.slice(end - 4 - length, end - 4)));
    }
}
