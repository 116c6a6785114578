package io.moult.suit.cli;

import io.moult.cose.KeyFileException;
import io.moult.suit.author.image.ImageFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Trouble with a file as one sentence that names the file. */
final class FileTrouble {
    private FileTrouble() {}

    /** What went wrong while reading a file. */
    static String reading(Path file, IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return file + ": there is no such file.";
        } else if (trouble instanceof AccessDeniedException) {
            return file + ": cannot be read: permission denied.";
        } else if (trouble instanceof KeyFileException bad) {
            return file + " " + bad.detail() + ".";
        } else if (trouble instanceof ImageFileException bad) {
            return file + " " + bad.detail() + ".";
        }
        return file + ": cannot be read: " + clause(trouble) + ".";
    }

    /** What went wrong while writing a file. */
    static String writing(Path file, IOException trouble) {
        if (trouble instanceof FileAlreadyExistsException) {
            return file + " exists already: name another file, or remove it first.";
        } else if (trouble instanceof NoSuchFileException || trouble instanceof NotDirectoryException) {
            return file + ": cannot be written: its directory does not exist.";
        } else if (trouble instanceof AccessDeniedException) {
            return file + ": cannot be written: permission denied.";
        }
        return file + ": cannot be written: " + clause(trouble) + ".";
    }

    private static String clause(IOException trouble) {
        if (trouble instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = trouble.getMessage();
        return message == null ? trouble.getClass().getSimpleName() : message;
    }
}
