package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The rules by which a receiver that streams a body to its storage takes blocks (RFC 7959 §2.5), in order and without
 * gap. It holds numbers and the last block only.
 *
 * <p>Ask it before anything else: a {@link Offer.Repeat} is answered in whatever state the receiver's object is.
 * After {@link Offer.Accept} store the octets and call {@link #stored}; {@link #offer} itself changes nothing.
 *
 * <p>Two blocks are of one body when their identities are equal. A body is gone on with after a restart only if its
 * identity {@linkplain BodyIdentity#namesContent() names its content}.
 *
 * <p>Owned by one thread.
 */
public final class Block1Receiver {
    private final long capacityBytes;
    private final BlockSize largest;

    private boolean inProgress;
    private boolean complete;
    private BodyIdentity identity = BodyIdentity.NONE;
    private long nextOffset;
    private OptionalLong announcedLength = OptionalLong.empty();
    private long previousOffset;
    private Bytes previous = Bytes.EMPTY;

    /**
     * A receiver with nothing in progress.
     *
     * @param capacityBytes the largest body that can be taken
     * @param largest the largest block that is wanted; senders of larger ones are told so with each answer
     */
    public Block1Receiver(long capacityBytes, BlockSize largest) {
        this.capacityBytes = capacityBytes;
        this.largest = Objects.requireNonNull(largest);
    }

    /** A receiver that goes on after a restart: so many octets of this body are durable. */
    public static Block1Receiver resumed(
            long capacityBytes, BlockSize largest, BodyIdentity identity, long durableBytes) {
        Block1Receiver receiver = new Block1Receiver(capacityBytes, largest);
        if (identity.namesContent() && durableBytes > 0) {
            receiver.inProgress = true;
            receiver.identity = identity;
            receiver.nextOffset = durableBytes;
        }
        return receiver;
    }

    /** What to do with a block. */
    public Offer offer(ReceivedBlock block) {
        if (!block.hasPromisedLength()) {
            return new Offer.Reject(
                    BlockAnswer.of(
                            CoapCode.BAD_REQUEST,
                            "payload of " + block.payload().length() + " in this block"),
                    Offer.Reason.MALFORMED);
        }
        if (isRepeat(block)) {
            return new Offer.Repeat(answerTo(block), block.isLast());
        }
        if (block.isFirst() && !isRestartOfKnownBody(block)) {
            return fits(block) ? accept(block, 0, true) : tooLarge();
        }
        if (!inProgress || !block.identity().equals(identity)) {
            return new Offer.Reject(BlockAnswer.incomplete(ResumeHint.at(0, sizeFor(block))), Offer.Reason.OTHER_BODY);
        }
        if (block.offsetBytes() > nextOffset) {
            return needs(block, Offer.Reason.GAP);
        }
        if (block.endBytes() < nextOffset || (block.endBytes() == nextOffset && !block.isLast())) {
            return needs(block, Offer.Reason.ALREADY_RECEIVED);
        }
        return fits(block) ? accept(block, Math.toIntExact(nextOffset - block.offsetBytes()), false) : tooLarge();
    }

    /** The octets of an accepted block are stored. */
    public void stored(Offer.Accept accept) {
        ReceivedBlock block = accept.block();
        if (accept.beginsBody()) {
            identity = block.identity();
            announcedLength = OptionalLong.empty();
        } else if (!inProgress || accept.bodyOffsetBytes() != nextOffset) {
            throw new IllegalStateException(
                    "stored at " + accept.bodyOffsetBytes() + " while " + nextOffset + " is the next offset");
        }
        if (block.size1().isPresent()) {
            announcedLength = block.size1();
        }
        inProgress = !accept.last();
        complete = accept.last();
        nextOffset = block.endBytes();
        previousOffset = block.offsetBytes();
        previous = block.payload();
    }

    /** Nothing is in progress any more: refused, cancelled, reset, given up. */
    public void forget() {
        inProgress = false;
        complete = false;
        identity = BodyIdentity.NONE;
        nextOffset = 0;
        announcedLength = OptionalLong.empty();
        previousOffset = 0;
        previous = Bytes.EMPTY;
    }

    /** True from the first block to the last one. */
    public boolean inProgress() {
        return inProgress;
    }

    /** The identity of the body in progress or just completed. */
    public BodyIdentity identity() {
        return identity;
    }

    /** So many octets from the beginning are stored. */
    public long nextOffsetBytes() {
        return nextOffset;
    }

    private boolean isRepeat(ReceivedBlock block) {
        return (inProgress || complete)
                && !previous.isEmpty()
                && block.identity().equals(identity)
                && block.offsetBytes() == previousOffset
                && block.isLast() == complete
                && block.payload().equals(previous);
    }

    /** Block 0 of a body whose content is known to be the one in progress: its sender has forgotten how far it was. */
    private boolean isRestartOfKnownBody(ReceivedBlock block) {
        boolean sameLength = block.size1().isEmpty()
                || announcedLength.isEmpty()
                || block.size1().getAsLong() == announcedLength.getAsLong();
        return inProgress
                && nextOffset > 0
                && identity.namesContent()
                && block.identity().equals(identity)
                && sameLength;
    }

    private boolean fits(ReceivedBlock block) {
        return block.endBytes() <= capacityBytes && block.size1().orElse(0) <= capacityBytes;
    }

    private Offer tooLarge() {
        return new Offer.Reject(BlockAnswer.tooLarge(capacityBytes), Offer.Reason.TOO_LARGE);
    }

    private Offer needs(ReceivedBlock block, Offer.Reason reason) {
        return new Offer.Reject(BlockAnswer.incomplete(ResumeHint.at(nextOffset, sizeFor(block))), reason);
    }

    private Offer accept(ReceivedBlock block, int skip, boolean beginsBody) {
        return new Offer.Accept(
                block,
                block.offsetBytes() + skip,
                skip,
                block.payload().length() - skip,
                beginsBody,
                block.isLast(),
                answerTo(block));
    }

    private BlockAnswer answerTo(ReceivedBlock block) {
        if (block.block().isEmpty()) {
            return BlockAnswer.of(CoapCode.CHANGED, "");
        }
        BlockOption asked = block.block().get();
        return BlockAnswer.accepted(new BlockOption(asked.number(), asked.more(), sizeFor(block)));
    }

    private BlockSize sizeFor(ReceivedBlock block) {
        return block.block().map(BlockOption::size).orElse(largest).min(largest);
    }
}
