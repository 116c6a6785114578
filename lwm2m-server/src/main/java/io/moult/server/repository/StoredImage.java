package io.moult.server.repository;

import io.moult.bytes.Bytes;
import java.time.Instant;
import java.util.Objects;

/** An image under a name, as the firmware server serves it at {@code images/NAME}. */
public record StoredImage(String name, long sizeBytes, Bytes sha256, Instant createdAt) {
    public StoredImage {
        Objects.requireNonNull(name);
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(createdAt);
    }
}
