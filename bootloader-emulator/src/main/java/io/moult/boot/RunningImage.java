package io.moult.boot;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.util.Objects;
import java.util.Optional;

/**
 * An image that the bootloader jumps to.
 *
 * @param master the processor or world that executes it; held in reset until the whole set is verified
 * @param flashOffsetBytes where it lies in flash
 * @param imageDigest SHA-256 of the octets that execute
 * @param version of its set
 * @param manifestDigest SHA-256
 * @param ram the octets that execute, if they were loaded into RAM
 */
public record RunningImage(
        ComponentId component,
        String master,
        long flashOffsetBytes,
        long sizeBytes,
        Bytes imageDigest,
        String version,
        long sequenceNumber,
        Bytes manifestDigest,
        Optional<Bytes> ram) {
    public RunningImage {
        Objects.requireNonNull(component);
        Objects.requireNonNull(master);
        Objects.requireNonNull(imageDigest);
        Objects.requireNonNull(version);
        Objects.requireNonNull(manifestDigest);
        Objects.requireNonNull(ram);
    }
}
