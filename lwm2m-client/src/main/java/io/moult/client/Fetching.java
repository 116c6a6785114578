package io.moult.client;

import io.moult.bytes.Bytes;
import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.PackageIntake.Outcome;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.suit.verify.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one fetch that may be in progress, on a thread of its own. Started and stopped in the consumer's turn; what it
 * brings takes a turn for each block. A fetch that was stopped no longer reaches anybody.
 */
final class Fetching {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

    private final Reception reception;
    private final Turn turn;
    private final Findings findings;
    private final ExecutorService thread;
    private Optional<Future<?>> running = Optional.empty();
    private long number;

    Fetching(String endpoint, Reception reception, Turn turn, Findings findings) {
        this.reception = reception;
        this.turn = turn;
        this.findings = findings;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "fetch-" + endpoint);
            made.setDaemon(true);
            return made;
        });
    }

    /** Who is told, in a turn, what a fetch leads to. */
    interface Findings {
        void arrived(Outcome outcome);

        void refused(Refusal refusal);

        void connectionGivenUp(String detail);
    }

    void start(PayloadFetcher fetcher, PayloadFetcher.Job job, boolean payload) {
        long own = ++number;
        PayloadFetcher.Sink sink = new Sink(own, payload);
        running = Optional.of(thread.submit(() -> {
            try {
                ended(own, payload, fetcher.fetch(job, sink));
            } catch (InterruptedException e) {
                LOG.debug("Fetch of {} called off", job.address());
            } catch (RuntimeException e) {
                LOG.error("Fetch of {}: unexpected", job.address(), e);
                ended(own, payload, new FetchResult.Interrupted(Clause.of(e)));
            }
        }));
    }

    void stop() {
        number++;
        running.ifPresent(fetch -> fetch.cancel(true));
        running = Optional.empty();
    }

    void close() {
        stop();
        thread.shutdownNow();
    }

    /** After the end: false when the thread has not ended after this time. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ended(long own, boolean payload, FetchResult result) {
        boolean told = wanted(own, () -> {
            if (result instanceof FetchResult.Complete && !payload) {
                findings.arrived(reception.fetchedPackageComplete());
            } else if (result instanceof FetchResult.Interrupted interrupted) {
                LOG.info("Connection given up: {}", interrupted.detail());
                findings.connectionGivenUp(interrupted.detail());
            } else if (result instanceof FetchResult.Refused refused) {
                findings.refused(refused.refusal());
            }
            return true;
        });
        LOG.debug("Fetch {} ended, told: {}", own, told);
    }

    private boolean wanted(long own, Supplier<Boolean> work) {
        return turn.take(() -> own == number && work.get(), why -> false);
    }

    /** Where fetched octets go, as long as their fetch is the one that is wanted. */
    private final class Sink implements PayloadFetcher.Sink {
        private final long own;
        private final boolean payload;

        Sink(long own, boolean payload) {
            this.own = own;
            this.payload = payload;
        }

        @Override
        public boolean store(long offsetBytes, Bytes octets, Bytes etag) {
            return wanted(own, () -> {
                Outcome outcome = reception.takeFetched(octets, etag, payload);
                findings.arrived(outcome);
                return !(outcome instanceof Outcome.Refused);
            });
        }

        @Override
        public boolean startAgain() {
            return wanted(own, () -> {
                reception.startFetchAgain(payload);
                return true;
            });
        }
    }
}
