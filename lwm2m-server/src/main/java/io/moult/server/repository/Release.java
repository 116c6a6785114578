package io.moult.server.repository;

import io.moult.bytes.Bytes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A release that can be offered to devices: a SUIT envelope, or the raw image of a plain device. What is said of a
 * SUIT release here was read from its manifest, which the server does not prove: the device does (R9).
 *
 * @param id the first 16 hexadecimal digits of the file's SHA-256
 * @param name for people
 * @param version from {@code suit-set-version}, or as the operator told it for a raw image; empty if unknown
 * @param sequenceNumber of the manifest, unsigned; empty for a raw image, and for a change of whom devices believe
 * @param payloadUri where the manifest says that its payload is: {@code #…} when the envelope holds it
 */
public record Release(
        String id,
        Kind kind,
        String name,
        String version,
        OptionalLong sequenceNumber,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        Optional<String> payloadUri,
        long sizeBytes,
        Bytes sha256,
        Instant createdAt) {
    /** What the file is. */
    public enum Kind {
        SUIT,
        RAW
    }

    public Release {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(version);
        Objects.requireNonNull(sequenceNumber);
        Objects.requireNonNull(vendorId);
        Objects.requireNonNull(classId);
        Objects.requireNonNull(payloadUri);
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(createdAt);
        if (sha256.length() != 32 || !id.equals(idOf(sha256))) {
            throw new IllegalArgumentException("release " + id + " does not match its digest");
        }
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("a release of " + sizeBytes + " octets");
        }
    }

    public static String idOf(Bytes sha256) {
        return sha256.slice(0, 8).hex();
    }

    /** The body's identity on the wire (Request-Tag): the first 8 octets of its digest. */
    public Bytes bodyIdentity() {
        return Bytes.copyOf(sha256.slice(0, 8).toArray());
    }

    /** True if the device has to fetch the payload from elsewhere once it has the manifest. */
    public boolean payloadElsewhere() {
        return payloadUri.filter(uri -> !uri.startsWith("#")).isPresent();
    }
}
