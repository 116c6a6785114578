package io.moult.demo.bench.suit;

import com.sun.management.ThreadMXBean;
import io.moult.cose.CoseSigner;
import io.moult.demo.bench.report.Environment;
import io.moult.suit.author.ReleaseBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Times the check of a manifest beside that of its bare signature: one process, one thread, batches in turn, the order
 * turned round with every round. Bounded in count and in time.
 */
public final class SuitBenchmark {
    private static final int IMAGE_BYTES = 4096;

    private final SuitSettings settings;
    private final LongSupplier nanoTime;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public SuitBenchmark(SuitSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Measures; the image that is released lies in the directory meanwhile. */
    public SuitReport run(Path directory) throws IOException {
        double loadBefore = Environment.load();
        Path image = Files.write(directory.resolve("image.bin"), new byte[IMAGE_BYTES]);
        CoseSigner signer = settings.signature().signer();
        SignedRelease release = SignedRelease.of(signer, image);
        Timed signature = new Timed(Subject.SIGNATURE.on(release));
        Timed verification = new Timed(Subject.VERIFICATION.on(release));
        Timed withDecisions = new Timed(Subject.WITH_DECISIONS.on(release));
        List<Timed> all = List.of(signature, verification, withDecisions);
        ReleaseBuilder author = SignedRelease.builder(signer);

        warmUp(all, author, image);
        time(all);
        long signatureBytes = allocatedBytes(signature);
        long verificationBytes = allocatedBytes(verification);
        List<Double> authored = author(author, image);
        Files.delete(image);
        return new SuitReport(
                settings,
                release.envelope().length(),
                signature.nanos(),
                verification.nanos(),
                withDecisions.nanos(),
                signatureBytes,
                verificationBytes,
                authored,
                Environment.here(loadBefore, Environment.load()));
    }

    /** Some work, and what it took, round by round. */
    private record Timed(BooleanSupplier work, List<Double> nanos) {
        Timed(BooleanSupplier work) {
            this(work, new ArrayList<>());
        }
    }

    private void warmUp(List<Timed> all, ReleaseBuilder author, Path image) throws IOException {
        long begin = nanoTime.getAsLong();
        do {
            all.forEach(this::batch);
            author(author, image, authoredInABatch());
        } while (isWithin(begin, settings.warmUp()));
    }

    private void time(List<Timed> all) {
        long begin = nanoTime.getAsLong();
        for (int round = 0; round < settings.rounds() && (round == 0 || isWithin(begin, settings.limit())); round++) {
            for (int i = 0; i < all.size(); i++) {
                Timed next = all.get(round % 2 == 0 ? i : all.size() - 1 - i);
                next.nanos().add(batch(next));
            }
        }
    }

    /** Nanoseconds for one, on average over a batch. */
    private double batch(Timed timed) {
        int good = 0;
        long begin = nanoTime.getAsLong();
        for (int i = 0; i < settings.batch(); i++) {
            if (timed.work().getAsBoolean()) {
                good++;
            }
        }
        long nanos = nanoTime.getAsLong() - begin;
        if (good != settings.batch()) {
            throw new IllegalStateException((settings.batch() - good) + " of our own signatures were refused");
        }
        return (double) nanos / settings.batch();
    }

    private long allocatedBytes(Timed timed) {
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        batch(timed);
        return (threads.getThreadAllocatedBytes(thread) - before) / settings.batch();
    }

    /** Releases per second, batch by batch. */
    private List<Double> author(ReleaseBuilder author, Path image) throws IOException {
        List<Double> rates = new ArrayList<>();
        int count = authoredInABatch();
        long begin = nanoTime.getAsLong();
        for (int round = 0; round < settings.rounds() && (round == 0 || isWithin(begin, settings.limit())); round++) {
            rates.add(count * 1e9 / Math.max(1, author(author, image, count)));
        }
        return rates;
    }

    /** Signing takes longer than checking. */
    private int authoredInABatch() {
        return Math.max(1, settings.batch() / 5);
    }

    private long author(ReleaseBuilder author, Path image, int count) throws IOException {
        long begin = nanoTime.getAsLong();
        long octets = 0;
        for (int i = 0; i < count; i++) {
            ByteArrayOutputStream envelope = new ByteArrayOutputStream();
            author.build(image).writeTo(envelope);
            octets += envelope.size();
        }
        if (octets == 0) {
            throw new IllegalStateException("envelopes without octets");
        }
        return nanoTime.getAsLong() - begin;
    }

    private boolean isWithin(long beginNanos, Duration limit) {
        return nanoTime.getAsLong() - beginNanos < limit.toNanos();
    }
}
