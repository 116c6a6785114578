package io.moult.suit.verify;

import java.util.Optional;

/**
 * Refuses what is older than what runs (RFC 9124 section 4.3.1 REQ.SEC.SEQUENCE, draft-ietf-suit-manifest-37 section
 * 8.4.2). Numbers are unsigned 64 bit. The specification refuses lower numbers only; an equal one is let through where
 * the same manifest is applied again, at boot, and not as an update.
 */
final class RollbackGuard {
    private RollbackGuard() {}

    static Optional<Refusal> check(long sequenceNumber, DeviceProfile device) {
        return check(sequenceNumber, device.minimumSequenceNumber(), device.equalSequenceAllowed());
    }

    static Optional<Refusal> check(long sequenceNumber, long minimum, boolean equalAllowed) {
        int order = Long.compareUnsigned(sequenceNumber, minimum);
        if (order > 0 || (order == 0 && equalAllowed)) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalReason.SEQUENCE_TOO_LOW,
                "the manifest's sequence number is " + Long.toUnsignedString(sequenceNumber) + ", "
                        + (equalAllowed ? "at least " : "more than ") + Long.toUnsignedString(minimum)
                        + " is needed"));
    }
}
