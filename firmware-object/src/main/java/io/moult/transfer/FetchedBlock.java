package io.moult.transfer;

import io.moult.bytes.Bytes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a GET for one block.
 *
 * @param block2 the Block2 option, when it carries a readable one
 * @param size2 the Size2 option: the body's length
 * @param etag the ETag option
 * @param maxAgeSeconds the Max-Age option: with 5.03 when to ask again
 * @param payload octets of the body, or a diagnostic payload
 */
public record FetchedBlock(
        CoapCode code,
        Optional<BlockOption> block2,
        OptionalLong size2,
        Optional<Bytes> etag,
        OptionalLong maxAgeSeconds,
        Bytes payload) {
    public FetchedBlock {
        Objects.requireNonNull(code);
        Objects.requireNonNull(block2);
        Objects.requireNonNull(size2);
        Objects.requireNonNull(etag);
        Objects.requireNonNull(maxAgeSeconds);
        Objects.requireNonNull(payload);
    }

    /** An answer without content. */
    public static FetchedBlock of(CoapCode code) {
        return new FetchedBlock(
                code, Optional.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), Bytes.EMPTY);
    }
}
