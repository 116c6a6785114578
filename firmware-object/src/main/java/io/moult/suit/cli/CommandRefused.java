package io.moult.suit.cli;

import io.moult.cli.Named;
import io.moult.suit.verify.Refusal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** A verb that cannot be done, with the one sentence for the user and the name for programs. Exit status 1. */
final class CommandRefused extends Exception implements Named {
    private static final long serialVersionUID = 1L;
    private static final String EXISTS = "file-exists";
    private final String name;

    private CommandRefused(String name, String sentence) {
        super(sentence, null, false, false);
        this.name = name;
    }

    /** A file of the user's that cannot be read, or is not what it must be. */
    static CommandRefused unusable(String sentence) {
        return new CommandRefused("unusable-file", sentence);
    }

    static CommandRefused unreadable(Path file, IOException trouble) {
        return unusable(FileTrouble.reading(file, trouble));
    }

    static CommandRefused unwritable(Path file, IOException trouble) {
        String name = trouble instanceof FileAlreadyExistsException ? EXISTS : "unwritable-file";
        return new CommandRefused(name, FileTrouble.writing(file, trouble));
    }

    static CommandRefused exists(String sentence) {
        return new CommandRefused(EXISTS, sentence);
    }

    /** An envelope that is none, or says what cannot be read. */
    static CommandRefused of(Path file, Refusal refusal) {
        return new CommandRefused(refusal.reason().label(), file + ": " + refusal + ".");
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    @Override
    public String errorName() {
        return name;
    }
}
