package io.moult.server.repository;

import java.util.Optional;
import java.util.UUID;

/** What the server wants to know of a SUIT envelope. Read, not proven: the server holds no trust anchors. */
public record EnvelopeFacts(
        long sequenceNumber,
        String version,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        Optional<String> payloadUri) {}
