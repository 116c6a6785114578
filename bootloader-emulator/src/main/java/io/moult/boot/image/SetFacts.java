package io.moult.boot.image;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.util.List;
import java.util.Optional;

/**
 * What an envelope says of its images. By itself no proof of anything: only an {@link ImageVerdict.Verified} speaks for
 * bytes.
 *
 * @param version as {@code suit-set-version} says; empty if not set
 * @param sequenceNumber unsigned 64 bit
 * @param securityCounter unsigned 64 bit; 0 when the release says none
 * @param manifestDigest SHA-256
 * @param images one for each component of the manifest, in its order
 * @param startOrder in which order the manifest invokes components; its own order if it does not say
 */
public record SetFacts(
        String version,
        long sequenceNumber,
        long securityCounter,
        Bytes manifestDigest,
        List<ImageFacts> images,
        List<ComponentId> startOrder) {
    public SetFacts {
        images = List.copyOf(images);
        startOrder = List.copyOf(startOrder);
    }

    /** What it says of one component. */
    public Optional<ImageFacts> of(ComponentId component) {
        return images.stream()
                .filter(image -> image.component().equals(component))
                .findFirst();
    }

    /** Octets of all images together. */
    public long sizeBytes() {
        return images.stream().mapToLong(ImageFacts::sizeBytes).sum();
    }
}
