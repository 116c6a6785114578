package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Instant;
import java.util.Objects;

/**
 * What a server may read of the firmware consumer at one moment: an immutable picture that any thread may look at.
 *
 * @param resumeOffsetBytes octets of the package that need not be sent again
 * @param bodyIdentity the package that the offset speaks of; empty without one
 * @param severity resource 5/0/11
 * @param deferPeriodSeconds resource 5/0/13
 * @param stateChanged when {@code state} last changed
 */
public record ConsumerView(
        State state,
        UpdateResult result,
        String packageUri,
        String packageName,
        String packageVersion,
        String lastRefusal,
        long resumeOffsetBytes,
        Bytes bodyIdentity,
        int severity,
        long deferPeriodSeconds,
        Instant stateChanged) {
    public ConsumerView {
        Objects.requireNonNull(state);
        Objects.requireNonNull(result);
        Objects.requireNonNull(packageUri);
        Objects.requireNonNull(packageName);
        Objects.requireNonNull(packageVersion);
        Objects.requireNonNull(lastRefusal);
        Objects.requireNonNull(bodyIdentity);
        Objects.requireNonNull(stateChanged);
    }
}
