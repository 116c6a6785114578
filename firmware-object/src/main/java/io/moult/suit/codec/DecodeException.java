package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;

/** A refusal on its way from deep in a decoder to its door. Without a stack trace. */
final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    DecodeException(RefusalReason reason, String detail) {
        super(detail, null, false, false);
        this.refusal = new Refusal(reason, detail);
    }

    Refusal refusal() {
        return refusal;
    }

    /** What trouble with CBOR means for a document that is all there. */
    static Refusal refusalOf(CborException trouble) {
        return new Refusal(
                trouble.kind() == CborException.Kind.LIMIT ? RefusalReason.LIMIT_EXCEEDED : RefusalReason.MALFORMED,
                trouble.detail());
    }
}
