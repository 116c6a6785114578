package io.moult.boot.recovery;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A release that is not taken: one sentence, and the refusal's name; {@code truncated} for one that ends too early. */
public final class RecoveryException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    RecoveryException(String reason, String sentence) {
        this(reason, sentence, null);
    }

    RecoveryException(String reason, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    /** Such as {@code image-digest}. */
    public String reason() {
        return reason;
    }
}
