package io.moult.server.tracker;

import java.util.Objects;

/**
 * What an operator asks for.
 *
 * @param execute false: stop when the package is ready, until somebody approves
 * @param uri with {@link Delivery#URI}: where the device shall fetch; empty for the firmware server
 */
public record NewUpdate(
        String endpoint, String releaseId, Delivery delivery, boolean force, boolean execute, String uri) {
    public NewUpdate {
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(releaseId);
        Objects.requireNonNull(delivery);
        Objects.requireNonNull(uri);
    }
}
