package io.moult.server.lwm2m;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the LwM2M server is bound and what it looks for.
 *
 * @param host the address to bind, such as {@code 0.0.0.0}
 * @param coapsPort 0 for any free one
 * @param privateObjectId the id of the private object, see {@link io.moult.updateobject.UpdateSupportObject}
 * @param blockSizeBytes the largest block that is sent
 * @param awakeMillis how long a queue-mode device stays awake after it was heard of
 */
public record LwM2mSettings(
        String host,
        int coapsPort,
        int privateObjectId,
        int blockSizeBytes,
        int awakeMillis,
        Optional<Path> traceFile) {
    public LwM2mSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(traceFile);
    }
}
