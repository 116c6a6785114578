package io.moult.transfer;

import io.moult.bytes.Bytes;
import io.moult.transfer.FetchStep.Get;
import io.moult.transfer.FetchStep.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One fetch of one body, block by block (RFC 7959 §2.4), from any offset. It holds numbers and the ETag only; requests,
 * storage and time are the caller's: it asks {@link #first()}, and does what each answer leads to.
 *
 * <p>All blocks must carry the ETag of the first one: another ETag, or none any more, is another body, and the fetch
 * starts again. A server that never sends one is trusted not to change the body; the digest at the end decides.
 *
 * <p>Owned by one thread.
 */
public final class Block2Fetcher {
    private final OptionalLong expectedLength;
    private final FetchSettings settings;
    private final RetrySchedule.Spell trouble;

    private Optional<Bytes> etag;
    /** True once an answer of this body was seen, so that its ETag, or that it has none, is known. */
    private boolean etagKnown;

    private BlockSize size;
    private long offset;
    private int startsAgain;

    /**
     * A fetch that begins, or goes on, at an offset.
     *
     * @param expectedLength the body's length, if it is known from a manifest; the server's must agree
     * @param fromOffsetBytes octets that are already stored
     * @param etag the ETag under which those were fetched; empty when unknown
     */
    public Block2Fetcher(
            OptionalLong expectedLength, long fromOffsetBytes, Optional<Bytes> etag, FetchSettings settings) {
        if (fromOffsetBytes < 0) {
            throw new IllegalArgumentException("offset " + fromOffsetBytes);
        }
        this.expectedLength = Objects.requireNonNull(expectedLength);
        this.settings = Objects.requireNonNull(settings);
        this.trouble = new RetrySchedule.Spell(settings.whenInterrupted());
        this.etag = Objects.requireNonNull(etag);
        this.etagKnown = etag.isPresent();
        this.size = settings.blockSize();
        this.offset = fromOffsetBytes;
    }

    /** The first step: {@link Get}, or {@link FetchStep.Done} when nothing is left to fetch. */
    public FetchStep first() {
        return expectedLength.isPresent() && offset == expectedLength.getAsLong() ? new FetchStep.Done(offset) : get();
    }

    /** So many octets from the beginning are stored. */
    public long offsetBytes() {
        return offset;
    }

    /** The ETag of the body: keep it beside the offset to go on after a restart. */
    public Optional<Bytes> etag() {
        return etag;
    }

    /** The answer to the last GET. */
    public FetchStep answered(FetchedBlock answer) {
        CoapCode code = answer.code();
        if (code.equals(CoapCode.CONTENT)) {
            return content(answer);
        }
        if (code.equals(CoapCode.SERVICE_UNAVAILABLE) || code.equals(CoapCode.TOO_MANY_REQUESTS)) {
            return tryAgain(answer.maxAgeSeconds(), Reason.UNREACHABLE, "busy: " + code);
        }
        if (code.equals(CoapCode.NOT_FOUND)) {
            return new FetchStep.GaveUp(Reason.NOT_FOUND, code.toString());
        }
        boolean beyondTheEnd = code.equals(CoapCode.BAD_OPTION) || code.equals(CoapCode.BAD_REQUEST);
        if (beyondTheEnd && offset > 0) {
            return startAgain();
        }
        return new FetchStep.GaveUp(Reason.REFUSED, code.toString());
    }

    /** No answer to the last GET, after all retransmissions, or no connection. */
    public FetchStep timedOut() {
        return tryAgain(OptionalLong.empty(), Reason.UNREACHABLE, "no answer");
    }

    private FetchStep content(FetchedBlock answer) {
        if (etagKnown && !answer.etag().equals(etag)) {
            return startAgain();
        }
        if (answer.size2().isPresent()
                && expectedLength.isPresent()
                && answer.size2().getAsLong() != expectedLength.getAsLong()) {
            return wrongSize(answer.size2().getAsLong());
        }
        return answer.block2().isPresent() ? block(answer, answer.block2().get()) : wholeBody(answer);
    }

    private FetchStep block(FetchedBlock answer, BlockOption block) {
        long start = block.offsetBytes();
        int length = answer.payload().length();
        boolean sameSizeOrSmaller = !size.isSmallerThan(block.size());
        boolean full = length == block.size().octets();
        if (!sameSizeOrSmaller || (block.more() ? !full : length > block.size().octets())) {
            return tryAgain(OptionalLong.empty(), Reason.MALFORMED, length + " octets in block " + block);
        }
        boolean smaller = block.size().isSmallerThan(size);
        size = block.size();
        if (start > offset || start + length < offset || (start + length == offset && block.more())) {
            return smaller
                    ? get()
                    : tryAgain(OptionalLong.empty(), Reason.MALFORMED, "block " + block + " instead of " + get());
        }
        return store(answer, start, !block.more());
    }

    private FetchStep wholeBody(FetchedBlock answer) {
        return answer.payload().length() < offset ? startAgain() : store(answer, 0, true);
    }

    private FetchStep store(FetchedBlock answer, long start, boolean last) {
        long end = start + answer.payload().length();
        if (expectedLength.isPresent()) {
            long expected = expectedLength.getAsLong();
            if (last ? end != expected : end >= expected) {
                return wrongSize(end);
            }
        }
        if (!etagKnown) {
            etag = answer.etag();
            etagKnown = true;
        }
        long from = offset;
        offset = end;
        trouble.over();
        FetchStep then = last ? new FetchStep.Done(end) : get();
        return new FetchStep.Store(from, Math.toIntExact(from - start), Math.toIntExact(end - from), then);
    }

    private FetchStep startAgain() {
        startsAgain++;
        if (startsAgain > settings.startsAgain()) {
            return new FetchStep.GaveUp(Reason.UNSTABLE, "the body changed " + startsAgain + " times");
        }
        offset = 0;
        etag = Optional.empty();
        etagKnown = false;
        return new FetchStep.StartAgain(get());
    }

    private FetchStep tryAgain(OptionalLong peerAsksSeconds, Reason reason, String detail) {
        OptionalLong delay = trouble.nextDelayMillis(peerAsksSeconds);
        return delay.isPresent()
                ? new FetchStep.GetLater(get(), delay.getAsLong())
                : new FetchStep.GaveUp(reason, detail + ", after " + trouble.retries() + " retries");
    }

    private FetchStep wrongSize(long length) {
        return new FetchStep.GaveUp(Reason.WRONG_SIZE, length + " octets instead of " + expectedLength.orElse(-1));
    }

    private Get get() {
        return new Get(Math.toIntExact(offset / size.octets()), size);
    }
}
