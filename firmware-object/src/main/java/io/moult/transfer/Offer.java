package io.moult.transfer;

import java.util.Objects;

/** What a receiver says to a block that is offered to it. */
public sealed interface Offer {
    /** The answer to send. For an accepted block it holds once the octets are stored. */
    BlockAnswer answer();

    /**
     * The block brings octets that are needed. Store them, then call {@link Block1Receiver#stored}, then answer. Whoever
     * decides otherwise (a refusal, a failing storage) sends an answer of its own instead.
     *
     * @param bodyOffsetBytes where the first new octet belongs in the body
     * @param skipOctets octets at the beginning of the payload that are already there
     * @param lengthOctets new octets in the payload after those
     * @param beginsBody a new body begins: whatever came before of another one is void
     * @param last the body is complete with this block
     */
    record Accept(
            ReceivedBlock block,
            long bodyOffsetBytes,
            int skipOctets,
            int lengthOctets,
            boolean beginsBody,
            boolean last,
            BlockAnswer answer)
            implements Offer {
        public Accept {
            Objects.requireNonNull(block);
            Objects.requireNonNull(answer);
        }
    }

    /** The block before, once more under a new message id: its answer was lost. Answer again; store nothing. */
    record Repeat(BlockAnswer answer, boolean last) implements Offer {
        public Repeat {
            Objects.requireNonNull(answer);
        }
    }

    /** Not this block. Nothing has changed. */
    record Reject(BlockAnswer answer, Reason reason) implements Offer {
        public Reject {
            Objects.requireNonNull(answer);
            Objects.requireNonNull(reason);
        }
    }

    /** Why a block is rejected. */
    enum Reason {
        /** Payload and Block1 option contradict each other: 4.00. */
        MALFORMED,
        /** The body does not fit: 4.13. */
        TOO_LARGE,
        /** Octets before this block are missing: 4.08. */
        GAP,
        /** The block is of another body, or none is in progress: 4.08 from zero. */
        OTHER_BODY,
        /** The octets have long been received: 4.08 with what is needed. */
        ALREADY_RECEIVED
    }
}
