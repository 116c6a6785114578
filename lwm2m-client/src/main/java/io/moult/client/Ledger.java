package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.client.resume.Phase;
import io.moult.client.resume.Progress;
import io.moult.client.resume.ProgressStore;
import io.moult.suit.verify.Refusal;
import io.moult.updateobject.UpdateSituation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * The consumer's memory: what is durable, the picture of it that servers read, and whoever wants to know of changes.
 * Durable first, then visible. Changed under the consumer's lock only; {@link #view} may be read by any thread.
 */
final class Ledger {
    private static final int MANDATORY = 1;

    private final ProgressStore store;
    private final Clock clock;
    private final Executor notifier;
    private volatile ConsumerView view;
    private volatile BiConsumer<ConsumerView, ConsumerView> listener = (before, after) -> {};

    Ledger(ProgressStore store, Clock clock, Executor notifier) {
        this.store = store;
        this.clock = clock;
        this.notifier = notifier;
        this.view = picture(store.progress(), clock.instant(), MANDATORY, 0);
    }

    ConsumerView view() {
        return view;
    }

    void onChange(BiConsumer<ConsumerView, ConsumerView> newListener) {
        listener = newListener;
    }

    Progress progress() {
        return store.progress();
    }

    UpdateSituation situation() {
        return store.progress().situation();
    }

    /**
     * Keeps a progress and shows it.
     *
     * @throws UncheckedIOException when it cannot be kept: then the device must not go on as if it were
     */
    void keep(Progress progress) {
        try {
            store.save(progress);
        } catch (IOException e) {
            throw new UncheckedIOException("progress cannot be kept: " + Clause.of(e), e);
        }
        show(view.severity(), view.deferPeriodSeconds());
    }

    void keep(UpdateSituation situation) {
        if (!situation.equals(situation())) {
            keep(progress().in(situation));
        }
    }

    void advance(long stagedBytes) throws IOException {
        store.advance(stagedBytes);
        show(view.severity(), view.deferPeriodSeconds());
    }

    /** Shows what a server wrote; not durable. */
    void show(int severity, long deferPeriodSeconds) {
        ConsumerView before = view;
        UpdateSituation situation = situation();
        Instant changed = situation.state() == before.state() ? before.stateChanged() : clock.instant();
        ConsumerView after = picture(store.progress(), changed, severity, deferPeriodSeconds);
        view = after;
        boolean worthTelling = before.state() != after.state()
                || before.result() != after.result()
                || !before.packageUri().equals(after.packageUri())
                || !before.packageVersion().equals(after.packageVersion())
                || !before.lastRefusal().equals(after.lastRefusal());
        if (worthTelling) {
            try {
                notifier.execute(() -> listener.accept(before, after));
            } catch (RejectedExecutionException closed) {
                // nobody is there to be told any more
            }
        }
    }

    private static ConsumerView picture(Progress progress, Instant changed, int severity, long deferPeriodSeconds) {
        UpdateSituation situation = progress.situation();
        long resumeOffset = progress.resumeOffsetBytes();
        return new ConsumerView(
                situation.state(),
                situation.result(),
                situation.packageUri(),
                progress.phase() == Phase.PAYLOAD || progress.phase() == Phase.COMPLETE ? "image" : "",
                progress.candidate().version(),
                situation.lastRefusal().map(Refusal::toString).orElse(""),
                resumeOffset,
                resumeOffset > 0 ? progress.body().identity() : Bytes.EMPTY,
                severity,
                deferPeriodSeconds,
                changed);
    }
}
