package io.moult.suit.process;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;

/** A command that failed, on its way to the processor's door. Without a stack trace. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    CommandFailure(RefusalReason reason, String detail) {
        super(detail, null, false, false);
        this.refusal = new Refusal(reason, detail);
    }

    Refusal refusal() {
        return refusal;
    }
}
