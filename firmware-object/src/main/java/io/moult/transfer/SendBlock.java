package io.moult.transfer;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One block to send in a PUT.
 *
 * @param block the Block1 option
 * @param lengthBytes octets of the body in this block, from {@code block.offsetBytes()} on
 * @param size1 the Size1 option, the body's length: on the first block of a run
 * @param identity the Request-Tag option; none when empty
 * @param sameToken true if the request should use the token of the blocks before: a habit that some devices insist on
 */
public record SendBlock(
        BlockOption block, int lengthBytes, OptionalLong size1, BodyIdentity identity, boolean sameToken) {
    public SendBlock {
        Objects.requireNonNull(block);
        Objects.requireNonNull(size1);
        Objects.requireNonNull(identity);
        if (lengthBytes < 0 || lengthBytes > block.size().octets()) {
            throw new IllegalArgumentException(lengthBytes + " octets in block " + block);
        }
    }

    public long offsetBytes() {
        return block.offsetBytes();
    }

    public long endBytes() {
        return block.offsetBytes() + lengthBytes;
    }
}
