package io.moult.boot;

import io.moult.bytes.Bytes;

/**
 * The image that the bootloader jumped to, where it lies in flash.
 *
 * @param imageDigest SHA-256 of the octets that execute
 * @param manifestDigest SHA-256
 */
public record RunningImage(
        long flashOffsetBytes,
        long sizeBytes,
        Bytes imageDigest,
        String version,
        long sequenceNumber,
        Bytes manifestDigest) {}
