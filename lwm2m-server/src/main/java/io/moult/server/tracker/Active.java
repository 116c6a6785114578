package io.moult.server.tracker;

import io.moult.server.repository.BodyLease;
import io.moult.server.repository.Release;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An unfinished update as the tracker holds it. Changed by the tracker's thread only; the push may be read by any. */
final class Active {
    private final Release release;
    private volatile Update update;
    private volatile DeviceLink.@Nullable RunningPush push;
    private @Nullable BodyLease body;

    Active(Update update, Release release) {
        this.update = update;
        this.release = release;
    }

    Release release() {
        return release;
    }

    Update update() {
        return update;
    }

    void set(Update now) {
        update = now;
    }

    /** The update with the offset that a push under way has reached. */
    Update seen(Instant now) {
        DeviceLink.RunningPush running = push;
        Update stored = update;
        return running == null || stored.phase() != UpdatePhase.PUSHING
                ? stored
                : stored.with(stored.progress().withOffset(running.offsetBytes(), now));
    }

    void pushes(DeviceLink.RunningPush running, BodyLease lease) {
        push = running;
        body = lease;
    }

    /** Stops the push if there is one, and lets go of its file. */
    void stopPush() {
        DeviceLink.RunningPush running = push;
        push = null;
        if (running != null) {
            running.stop();
        }
        BodyLease lease = body;
        body = null;
        if (lease != null) {
            lease.close();
        }
    }
}
