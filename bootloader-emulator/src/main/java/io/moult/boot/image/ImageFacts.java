package io.moult.boot.image;

import io.moult.bytes.Bytes;

/**
 * What an envelope says of its image. By itself no proof of anything: only an {@link ImageVerdict.Verified} speaks for
 * bytes.
 *
 * @param version as {@code suit-set-version} says; empty if not set
 * @param sequenceNumber unsigned 64 bit
 * @param securityCounter unsigned 64 bit; 0 when the release says none
 * @param imageDigest SHA-256
 * @param manifestDigest SHA-256
 */
public record ImageFacts(
        String version,
        long sequenceNumber,
        long securityCounter,
        long sizeBytes,
        Bytes imageDigest,
        Bytes manifestDigest) {}
