package io.moult.suit.verify;

import java.util.Objects;

/**
 * What was decided upon one question.
 *
 * @param because one clause for people
 */
public record Decision(Question question, Answer answer, String because) {
    /** Which way it went. */
    public enum Answer {
        /** Nothing speaks against the update. */
        GO,
        /** This is why the update is refused. */
        STOP,
        /** It was refused before, so nobody asked. */
        NOT_ASKED
    }

    public Decision {
        Objects.requireNonNull(question);
        Objects.requireNonNull(answer);
        Objects.requireNonNull(because);
    }
}
