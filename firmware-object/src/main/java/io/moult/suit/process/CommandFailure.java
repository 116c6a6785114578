package io.moult.suit.process;

import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;

/**
 * A command that failed, on its way to the interpreter: a condition that does not hold, or something that aborts. Without
 * a stack trace.
 */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final transient Parameters measured;
    private final boolean soft;

    private CommandFailure(Refusal refusal, Parameters measured, boolean soft) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
        this.measured = measured;
        this.soft = soft;
    }

    /** Ends everything, whatever the soft-failure parameter says. */
    static CommandFailure abort(RefusalReason reason, String detail) {
        return abort(new Refusal(reason, detail));
    }

    static CommandFailure abort(Refusal refusal) {
        return new CommandFailure(refusal, Parameters.EMPTY, false);
    }

    /** A condition that does not hold; with soft failure it ends no more than its sequence. */
    static CommandFailure condition(RefusalReason reason, String detail, Parameter... measured) {
        return new CommandFailure(new Refusal(reason, detail), Parameters.of(measured), true);
    }

    Refusal refusal() {
        return refusal;
    }

    /** What the device was found to be. */
    Parameters measured() {
        return measured;
    }

    /** Whether soft failure can hold it back. */
    boolean isCondition() {
        return soft;
    }
}
