package io.moult.transfer;

import java.util.Objects;

/** What a fetch does next. */
public sealed interface FetchStep {
    /** Ask for this block now: a GET with Block2 {@code number/0/size}. */
    record Get(int number, BlockSize size) implements FetchStep {
        public Get {
            Objects.requireNonNull(size);
        }

        public long offsetBytes() {
            return (long) number * size.octets();
        }
    }

    /** Wait, then ask. */
    record GetLater(Get get, long delayMillis) implements FetchStep {}

    /**
     * Store octets of the answer, then go on.
     *
     * @param bodyOffsetBytes where the first new octet belongs in the body
     * @param skipOctets octets at the beginning of the payload that are already there
     * @param lengthOctets new octets in the payload after those
     * @param then {@link Get} or {@link Done}
     */
    record Store(long bodyOffsetBytes, int skipOctets, int lengthOctets, FetchStep then) implements FetchStep {}

    /** The body has changed on the server: throw away what was fetched of it, then ask. */
    record StartAgain(Get get) implements FetchStep {}

    /** The whole body is stored. */
    record Done(long lengthBytes) implements FetchStep {}

    /** The fetch has ended without the body. What was stored remains good for a later fetch of the same body. */
    record GaveUp(Reason reason, String detail) implements FetchStep {}

    /** Why a fetch was given up. */
    enum Reason {
        /** 4.04: no such thing there. */
        NOT_FOUND,
        /** Another 4.xx or 5.xx. */
        REFUSED,
        /** The body is not as long as it should be. */
        WRONG_SIZE,
        /** It changed too often. */
        UNSTABLE,
        /** Silence, or 5.03, for longer than the schedule allows. */
        UNREACHABLE,
        /** Answers that make no sense, for longer than the schedule allows. */
        MALFORMED
    }
}
