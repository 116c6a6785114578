package io.moult.transfer;

import io.moult.transfer.SendStep.Cause;
import io.moult.transfer.SendStep.Doubt;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One push of one body to one device, block by block, one block in flight (RFC 7959 §2.5). It holds numbers only: the
 * octets stay in their file, the requests with the caller, and so do deadlines.
 *
 * <p>The caller asks for {@link #current()}, sends it, reports what came back, and does the step that it is told. To
 * go on after its own restart it keeps {@link #offsetBytes()}, {@link #blockSize()} and {@link #sameToken()}.
 *
 * <p>What happens on which answer:
 *
 * <ul>
 *   <li>2.31, 2.04, 2.01: on to the next octets, at the receiver's smaller block size if it names one;
 *   <li>4.08 with {@code next=N@SZX}: on from there; without: read the device first;
 *   <li>4.13: a smaller block, unless Size1 says that the body as a whole is too large;
 *   <li>5.03, 4.29: wait, then the same block; if that block may have arrived before (its answer was lost), in turn
 *       with the one after it, since some devices answer everything but the next expected block with 5.03;
 *   <li>anything else: refused; but a last block that may have arrived before is a reason to read the device.
 * </ul>
 *
 * <p>Owned by one thread at a time.
 */
public final class Block1Sender {
    private final long bodyLengthBytes;
    private final BodyIdentity identity;
    private final SendSettings settings;
    private final RetrySchedule.Spell busy;

    private BlockSize size;
    private boolean sameToken;
    private long offset;
    private long furthest;
    private boolean announceLength = true;
    /** The block at the offset may have arrived before. */
    private boolean uncertain;
    /** The block after the one at the offset is tried instead. */
    private boolean probing;

    private int restarts;
    private Doubt doubt = Doubt.TIMEOUT;

    /**
     * A push that begins, or goes on, at an offset.
     *
     * @param fromOffsetBytes from where the device needs octets, as far as is known; rounded down to a block
     */
    public Block1Sender(long bodyLengthBytes, BodyIdentity identity, long fromOffsetBytes, SendSettings settings) {
        if (bodyLengthBytes < 1 || fromOffsetBytes < 0) {
            throw new IllegalArgumentException(
                    "a body of " + bodyLengthBytes + " octets from offset " + fromOffsetBytes);
        }
        this.bodyLengthBytes = bodyLengthBytes;
        this.identity = Objects.requireNonNull(identity);
        this.settings = Objects.requireNonNull(settings);
        this.busy = new RetrySchedule.Spell(settings.whenBusy());
        this.size = settings.blockSize();
        this.sameToken = settings.sameToken();
        while (!BlockOption.canNumber(bodyLengthBytes, size)) {
            if (size.equals(BlockSize.LARGEST)) {
                throw new IllegalArgumentException("a body of " + bodyLengthBytes + " octets has too many blocks");
            }
            size = new BlockSize(size.szx() + 1);
        }
        this.offset = blockStart(fromOffsetBytes);
        this.furthest = offset;
        this.uncertain = offset > 0;
    }

    /** The block to send now. */
    public SendBlock current() {
        long start = probing ? offset + size.octets() : offset;
        int length = (int) Math.min(size.octets(), bodyLengthBytes - start);
        boolean more = start + length < bodyLengthBytes;
        OptionalLong size1 = announceLength || start == 0 ? OptionalLong.of(bodyLengthBytes) : OptionalLong.empty();
        return new SendBlock(BlockOption.at(start, more, size), length, size1, identity, sameToken);
    }

    /** Up to here the device has accepted octets. */
    public long offsetBytes() {
        return offset;
    }

    public long bodyLengthBytes() {
        return bodyLengthBytes;
    }

    public BlockSize blockSize() {
        return size;
    }

    /** Whether the device turned out to want one token for all blocks. */
    public boolean sameToken() {
        return sameToken;
    }

    /** The answer to {@link #current()}. */
    public SendStep answered(BlockAnswer answer) {
        return answered(answer, false);
    }

    /**
     * The answer to {@link #current()}.
     *
     * @param retransmitted the request had been sent more than once, so the answer may be to a second copy
     */
    public SendStep answered(BlockAnswer answer, boolean retransmitted) {
        uncertain |= retransmitted;
        CoapCode code = answer.code();
        if (code.isSuccess()) {
            return accepted(answer);
        }
        if (code.equals(CoapCode.REQUEST_ENTITY_TOO_LARGE)) {
            return tooLarge(answer);
        }
        if (code.equals(CoapCode.SERVICE_UNAVAILABLE) || code.equals(CoapCode.TOO_MANY_REQUESTS)) {
            return busy(answer);
        }
        if (code.equals(CoapCode.REQUEST_ENTITY_INCOMPLETE)) {
            return incomplete(answer);
        }
        if (uncertain && code.codeClass() == 4 && isLast(current())) {
            uncertain = false;
            return read(Doubt.LAST_BLOCK);
        }
        return new SendStep.Refused(code, answer.diagnostic(), Cause.RECEIVER);
    }

    /** No answer to {@link #current()}, after all retransmissions. */
    public SendStep timedOut() {
        uncertain = true;
        return park(Doubt.TIMEOUT);
    }

    /** What the device said, after {@link SendStep.ReadDevice} or {@link SendStep.Park}. */
    public SendStep deviceRead(DeviceReading reading) {
        probing = false;
        announceLength = true;
        if (reading instanceof DeviceReading.Complete) {
            return new SendStep.Done();
        }
        if (reading instanceof DeviceReading.Nothing) {
            return goTo(0);
        }
        if (reading instanceof DeviceReading.Holds holds) {
            boolean ours = !identity.isNone() && holds.identity().equals(identity);
            return goTo(ours ? Math.min(holds.offsetBytes(), bodyLengthBytes - 1) : 0);
        }
        if (reading instanceof DeviceReading.Downloading && doubt == Doubt.INCOMPLETE) {
            return goTo(0);
        }
        return doubt == Doubt.LAST_BLOCK || reading instanceof DeviceReading.Unreadable
                ? later(OptionalLong.empty())
                : new SendStep.Send(current());
    }

    private SendStep accepted(BlockAnswer answer) {
        SendBlock sent = current();
        if (isLast(sent)) {
            return answer.code().equals(CoapCode.CONTINUE) ? read(Doubt.LAST_BLOCK) : new SendStep.Done();
        }
        offset = sent.endBytes();
        uncertain = false;
        probing = false;
        announceLength = false;
        busy.over();
        if (offset > furthest) {
            furthest = offset;
            restarts = 0;
        }
        BlockSize asked = answer.block1().map(BlockOption::size).orElse(size);
        return asked.isSmallerThan(size) ? shrink(asked) : new SendStep.Send(current());
    }

    private SendStep incomplete(BlockAnswer answer) {
        SendBlock sent = current();
        var hint = ResumeHint.parse(answer.diagnostic());
        if (hint.isPresent()) {
            long wanted = hint.get().offsetBytes();
            return wanted >= bodyLengthBytes ? read(Doubt.LAST_BLOCK) : goTo(wanted);
        }
        if (probing) {
            probing = false;
            uncertain = false;
            return later(OptionalLong.empty());
        }
        if (uncertain && isLast(sent)) {
            uncertain = false;
            return read(Doubt.LAST_BLOCK);
        }
        if (!sameToken && offset == size.octets()) {
            sameToken = true;
        }
        return read(Doubt.INCOMPLETE);
    }

    private SendStep tooLarge(BlockAnswer answer) {
        BlockSize asked = answer.block1().map(BlockOption::size).orElse(size);
        if (asked.isSmallerThan(size)) {
            return shrink(asked);
        }
        if (answer.size1().isPresent() && answer.size1().getAsLong() < bodyLengthBytes) {
            long limit = answer.size1().getAsLong();
            if (limit >= size.octets() || limit < BlockSize.SMALLEST.octets()) {
                return new SendStep.Refused(answer.code(), answer.diagnostic(), Cause.BODY_TOO_LARGE);
            }
            return shrink(BlockSize.atMostOctets(limit));
        }
        if (size.isSmallest()) {
            return new SendStep.Refused(answer.code(), answer.diagnostic(), Cause.BLOCK_TOO_LARGE);
        }
        return shrink(size.oneSmaller());
    }

    private SendStep busy(BlockAnswer answer) {
        if (uncertain && isLast(current())) {
            uncertain = false;
            return read(Doubt.LAST_BLOCK);
        }
        probing = uncertain && !probing && offset + size.octets() < bodyLengthBytes;
        return later(answer.maxAgeSeconds());
    }

    /** The same octets in smaller blocks. */
    private SendStep shrink(BlockSize smaller) {
        probing = false;
        if (!BlockOption.canNumber(bodyLengthBytes, smaller)) {
            return new SendStep.Refused(
                    CoapCode.REQUEST_ENTITY_TOO_LARGE,
                    bodyLengthBytes + " octets cannot be numbered in blocks of " + smaller.octets(),
                    Cause.BLOCK_TOO_LARGE);
        }
        size = smaller;
        return new SendStep.Send(current());
    }

    private SendStep goTo(long wantedOffset) {
        probing = false;
        uncertain = false;
        announceLength = true;
        offset = blockStart(wantedOffset);
        restarts++;
        return restarts > settings.restarts() ? park(Doubt.RESTARTS) : new SendStep.Send(current());
    }

    private SendStep later(OptionalLong peerAsksSeconds) {
        OptionalLong delay = busy.nextDelayMillis(peerAsksSeconds);
        return delay.isPresent() ? new SendStep.SendLater(current(), delay.getAsLong()) : park(Doubt.BUSY);
    }

    private SendStep read(Doubt why) {
        doubt = why;
        return new SendStep.ReadDevice(why);
    }

    private SendStep park(Doubt why) {
        doubt = why;
        probing = false;
        restarts = 0;
        busy.over();
        return new SendStep.Park(why);
    }

    private long blockStart(long wantedOffset) {
        long inside = Math.min(wantedOffset, bodyLengthBytes - 1);
        return inside - inside % size.octets();
    }

    private boolean isLast(SendBlock block) {
        return !block.block().more();
    }
}
