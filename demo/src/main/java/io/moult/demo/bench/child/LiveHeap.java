package io.moult.demo.bench.child;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The live heap of this JVM: what is left after a full collection, forced every {@value #PERIOD_MILLIS}
 * milliseconds. It slows everything down, so nothing that is timed runs beside it.
 */
final class LiveHeap implements AutoCloseable {

    private static final int PERIOD_MILLIS = 40;
    private static final int SETTLING_COLLECTIONS = 5;

    private final ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live heap");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong greatest = new AtomicLong();
    private final AtomicLong collections = new AtomicLong();
    private final long baseline;

    private LiveHeap() {
        long settled = usedAfterCollection();
        for (int i = 1; i < SETTLING_COLLECTIONS; i++) {
            settled = Math.min(settled, usedAfterCollection());
        }
        baseline = settled;
        greatest.set(settled);
    }

    /** Takes the baseline, then starts to collect and to watch. */
    static LiveHeap watch() {
        LiveHeap heap = new LiveHeap();
        var unused = heap.collector.scheduleWithFixedDelay(heap::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return heap;
    }

    /** The largest live heap seen so far minus that before the watch began, in octets. */
    long growthBytes() {
        return greatest.get() - baseline;
    }

    /** How many collections were forced while it watched: none means that {@link #growthBytes} says nothing. */
    long collections() {
        return collections.get();
    }

    @Override
    public void close() {
        collector.shutdownNow();
    }

    private void sample() {
        greatest.accumulateAndGet(usedAfterCollection(), Math::max);
        collections.incrementAndGet();
    }

    private static long usedAfterCollection() {
        System.gc();
        GcInfo last = null;
        for (var bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (bean instanceof GarbageCollectorMXBean collector) {
                GcInfo info = collector.getLastGcInfo();
                if (info != null && (last == null || info.getEndTime() >= last.getEndTime())) {
                    last = info;
                }
            }
        }
        if (last == null) {
            throw new IllegalStateException("this Java machine tells nothing about its collections");
        }
        return heapUsed(last.getMemoryUsageAfterGc());
    }

    private static long heapUsed(Map<String, MemoryUsage> pools) {
        Set<String> heapPools = new HashSet<>();
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .forEach(pool -> heapPools.add(pool.getName()));
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
