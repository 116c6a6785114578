package io.moult.demo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Makes one sentence for people of whatever was thrown. */
final class Sentence {
    private Sentence() {}

    static String of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof UncheckedIOException || cause instanceof java.util.concurrent.ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return ended(clause(cause));
    }

    private static String clause(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof NoSuchFileException) {
            return message + ": there is no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return message + ": no permission to read or write it";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return message + ": is there already";
        }
        if (cause instanceof NotDirectoryException) {
            return message + ": is not a directory";
        }
        if (cause instanceof BindException) {
            return "a port is in use already (" + message + "): choose another, or 0 for any free one";
        }
        if (cause instanceof ConnectException) {
            return "nobody answers there: is the server running? (" + (message == null ? "connection refused" : message)
                    + ")";
        }
        if (message == null || message.isBlank()) {
            return "unexpected " + cause.getClass().getSimpleName() + " (--debug shows where)";
        }
        boolean expected = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return expected ? message : message + " (" + cause.getClass().getSimpleName() + "; --debug shows where)";
    }

    /** Ends a sentence with a full stop, unless it has an end. */
    static String ended(@Nullable String sentence) {
        String text = sentence == null ? "misuse" : sentence.strip();
        return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            writer.println(cause);
            for (StackTraceElement element : cause.getStackTrace()) {
                writer.println("    at " + element);
            }
        }
        return text.toString();
    }
}
