package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One block as it arrived in a PUT.
 *
 * @param block the Block1 option; empty when the whole body came in one message without it
 * @param size1 the Size1 option
 * @param identity the Request-Tag option, none when absent
 */
public record ReceivedBlock(Optional<BlockOption> block, OptionalLong size1, BodyIdentity identity, Bytes payload) {
    public ReceivedBlock {
        Objects.requireNonNull(block);
        Objects.requireNonNull(size1);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(payload);
    }

    public long offsetBytes() {
        return block.map(BlockOption::offsetBytes).orElse(0L);
    }

    public long endBytes() {
        return offsetBytes() + payload.length();
    }

    public boolean isFirst() {
        return offsetBytes() == 0;
    }

    public boolean isLast() {
        return !block.map(BlockOption::more).orElse(false);
    }

    /** True if the payload has the length that the option promises: exactly a block, or at most one for the last. */
    public boolean hasPromisedLength() {
        if (block.isEmpty()) {
            return true;
        }
        int promised = block.get().size().octets();
        return isLast() ? payload.length() <= promised : payload.length() == promised;
    }
}
