package io.moult.suit.report;

import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** suit-report-result (draft-ietf-suit-report-18 section 4.2). */
public sealed interface ReportResult {
    /** All commands succeeded. */
    record Success() implements ReportResult {}

    /**
     * Something did not.
     *
     * @param code our own number, for finding faults: the refusal's place in its closed set
     * @param record where
     */
    record Failure(long code, CommandRecord record, ReportReason reason) implements ReportResult {
        public Failure {
            Objects.requireNonNull(record);
            Objects.requireNonNull(reason);
        }
    }

    /** The failure that a refusal is. */
    static Failure of(RefusalReason reason, CommandRecord record) {
        long code = List.of(RefusalReason.values()).indexOf(reason) + 1L;
        return new Failure(code, record, ReportReason.of(reason));
    }

    default <T> T fold(Function<Success, T> success, Function<Failure, T> failure) {
        if (this instanceof Success good) {
            return success.apply(good);
        }
        return failure.apply((Failure) this);
    }
}
