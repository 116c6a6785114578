package io.moult.transfer;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to one Block1 block: what a receiver says and a sender hears.
 *
 * @param block1 the Block1 option of the answer, when it carries a readable one
 * @param size1 the Size1 option: with 4.13 the largest body (or block) that the receiver takes, in octets
 * @param maxAgeSeconds the Max-Age option: with 5.03 when to ask again
 * @param diagnostic the diagnostic payload, empty without one
 */
public record BlockAnswer(
        CoapCode code,
        Optional<BlockOption> block1,
        OptionalLong size1,
        OptionalLong maxAgeSeconds,
        String diagnostic) {
    public BlockAnswer {
        Objects.requireNonNull(code);
        Objects.requireNonNull(block1);
        Objects.requireNonNull(size1);
        Objects.requireNonNull(maxAgeSeconds);
        Objects.requireNonNull(diagnostic);
    }

    /** An answer that accepts a block: 2.31, or 2.04 on the last one. */
    public static BlockAnswer accepted(BlockOption block) {
        return new BlockAnswer(
                block.more() ? CoapCode.CONTINUE : CoapCode.CHANGED,
                Optional.of(block),
                OptionalLong.empty(),
                OptionalLong.empty(),
                "");
    }

    /** An answer of nothing but a code and a diagnostic payload, such as 4.00 with a refusal's label. */
    public static BlockAnswer of(CoapCode code, String diagnostic) {
        return new BlockAnswer(code, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), diagnostic);
    }

    /** 4.08: not the block that is needed; the hint tells which one is. */
    public static BlockAnswer incomplete(ResumeHint hint) {
        return of(CoapCode.REQUEST_ENTITY_INCOMPLETE, hint.toString());
    }

    /** 4.13: the body is larger than this receiver takes. */
    public static BlockAnswer tooLarge(long capacityBytes) {
        return new BlockAnswer(
                CoapCode.REQUEST_ENTITY_TOO_LARGE,
                Optional.empty(),
                OptionalLong.of(capacityBytes),
                OptionalLong.empty(),
                "at most " + capacityBytes + " octets fit");
    }

    /** 5.03: not now. */
    public static BlockAnswer busy(long maxAgeSeconds) {
        return new BlockAnswer(
                CoapCode.SERVICE_UNAVAILABLE,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.of(maxAgeSeconds),
                "");
    }

    public BlockAnswer withBlock1(BlockOption block) {
        return new BlockAnswer(code, Optional.of(block), size1, maxAgeSeconds, diagnostic);
    }
}
