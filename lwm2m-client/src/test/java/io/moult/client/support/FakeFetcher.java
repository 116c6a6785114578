package io.moult.client.support;

import io.moult.bytes.Bytes;
import io.moult.client.delivery.FetchResult;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Fetches from a map of bodies, block by block; can be made to break off, or to hang, after some octets. */
public final class FakeFetcher implements PayloadFetcher {
    private static final int BLOCK = 1024;

    private final Map<String, Bytes> bodies = new ConcurrentHashMap<>();
    private final List<Job> jobs = new CopyOnWriteArrayList<>();
    private volatile long breakOffAt = Long.MAX_VALUE;
    private volatile boolean hang;
    private final CountDownLatch never = new CountDownLatch(1);

    public void serve(String address, Bytes body) {
        bodies.put(address, body);
    }

    /** The connection is given up at this offset. */
    public void breakOffAt(long offsetBytes) {
        breakOffAt = offsetBytes;
        hang = false;
    }

    /** The server stops answering at this offset. */
    public void hangAt(long offsetBytes) {
        breakOffAt = offsetBytes;
        hang = true;
    }

    public List<Job> jobs() {
        return jobs;
    }

    @Override
    public FetchResult fetch(Job job, Sink sink) throws InterruptedException {
        jobs.add(job);
        Bytes body = bodies.get(job.address().toString());
        if (body == null) {
            return new FetchResult.Refused(new Refusal(RefusalReason.BAD_URI, "4.04 from " + job.address()));
        }
        Bytes etag = body.slice(body.length() - 4, body.length());
        long at = job.fromOffsetBytes();
        while (at < body.length()) {
            if (at >= breakOffAt) {
                if (hang) {
                    never.await();
                }
                return new FetchResult.Interrupted("broken off at " + at);
            }
            int end = (int) Math.min(body.length(), at + BLOCK);
            if (!sink.store(at, body.slice((int) at, end), etag)) {
                return new FetchResult.Stopped();
            }
            at = end;
        }
        return new FetchResult.Complete(body.length());
    }

    @Override
    public void close() {}
}
