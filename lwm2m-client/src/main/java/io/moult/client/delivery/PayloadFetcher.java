package io.moult.client.delivery;

import io.moult.bytes.Bytes;
import java.net.URI;
import java.util.Objects;
import java.util.OptionalLong;

/** The port over one way to fetch a body from an address: one fetcher for each URI scheme. */
public interface PayloadFetcher extends AutoCloseable {
    /**
     * Fetches a body, in order, from an offset on, and returns when it is there, refused or given up. Runs on a thread
     * of the caller's and blocks it; waits and retries in between are the fetcher's own.
     *
     * @throws InterruptedException when the thread is interrupted, which is how a fetch is called off
     */
    FetchResult fetch(Job job, Sink sink) throws InterruptedException;

    /**
     * Why the fetch in progress does not come further, or the last one was given up, in words for people; empty while
     * there is nothing to tell. Any thread.
     */
    default String trouble() {
        return "";
    }

    /** Something speaks for the network being there again: a waiting fetch should try now. */
    default void tryNow() {}

    @Override
    void close();

    /**
     * What to fetch.
     *
     * @param expectedBytes the body's length, when a manifest tells it
     * @param fromOffsetBytes octets that are already stored
     * @param etag the ETag under which those were fetched; empty octets when there was none
     */
    record Job(URI address, OptionalLong expectedBytes, long fromOffsetBytes, Bytes etag) {
        public Job {
            Objects.requireNonNull(address);
            Objects.requireNonNull(expectedBytes);
            Objects.requireNonNull(etag);
            if (fromOffsetBytes < 0) {
                throw new IllegalArgumentException("offset " + fromOffsetBytes);
            }
        }
    }

    /** Where the body goes. */
    interface Sink {
        /** Stores the next octets, fetched under this ETag; false when no more are wanted. */
        boolean store(long offsetBytes, Bytes octets, Bytes etag);

        /** The body has changed on the server: what was stored of it is void. False when no more is wanted. */
        boolean startAgain();
    }
}
