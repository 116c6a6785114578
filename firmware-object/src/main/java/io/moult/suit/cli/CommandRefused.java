package io.moult.suit.cli;

/** A verb that cannot be done, with the one sentence for the user. Exit status 1. */
final class CommandRefused extends Exception {
    private static final long serialVersionUID = 1L;

    CommandRefused(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
