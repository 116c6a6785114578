package io.moult.server.repository;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What the server wants to know of a SUIT envelope. Read, not proven: the server holds no trust anchors.
 *
 * @param sequenceNumber of an image; empty for a change of whom devices believe, which is counted apart and which no device
 *     runs
 */
public record EnvelopeFacts(
        OptionalLong sequenceNumber,
        String version,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        Optional<String> payloadUri) {}
