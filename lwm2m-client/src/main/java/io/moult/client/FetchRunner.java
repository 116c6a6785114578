package io.moult.client;

import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.PayloadFetcher;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most one fetch, on a thread of its own. Called under the consumer's lock; the results come on the fetching
 * thread, which has to take the lock itself. A fetch that was stopped no longer calls anybody.
 */
final class FetchRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FetchRunner.class);

    private final ExecutorService thread;
    private Optional<Future<?>> running = Optional.empty();

    FetchRunner(String endpoint) {
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "fetch-" + endpoint);
            made.setDaemon(true);
            return made;
        });
    }

    void start(PayloadFetcher fetcher, PayloadFetcher.Job job, PayloadFetcher.Sink sink, Consumer<FetchResult> atEnd) {
        running = Optional.of(thread.submit(() -> {
            try {
                atEnd.accept(fetcher.fetch(job, sink));
            } catch (InterruptedException e) {
                LOG.debug("Fetch of {} called off", job.address());
            } catch (RuntimeException e) {
                LOG.error("Fetch of {}: unexpected", job.address(), e);
                atEnd.accept(new FetchResult.Interrupted(String.valueOf(e.getMessage())));
            }
        }));
    }

    void stop() {
        running.ifPresent(fetch -> fetch.cancel(true));
        running = Optional.empty();
    }

    void close() {
        thread.shutdownNow();
    }
}
