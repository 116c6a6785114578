package io.moult.suit.cli;

import io.moult.suit.author.EnvelopeDraft;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a verb writes: to a free place, or in place of what it read. */
final class OutputFile {
    private OutputFile() {}

    /** What writes the content. */
    interface Writing {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Refuses a place that is taken. */
    static void requireFree(Path file) throws CommandRefused {
        if (Files.exists(file)) {
            throw CommandRefused.unwritable(file, new FileAlreadyExistsException(file.toString()));
        }
    }

    static void write(Path file, EnvelopeDraft draft) throws CommandRefused {
        write(file, draft::writeTo);
    }

    /** A file of this name is replaced. */
    static void write(Path file, Writing content) throws CommandRefused {
        try (PartialFile partial = PartialFile.of(file)) {
            try (OutputStream stream = Files.newOutputStream(partial.path())) {
                content.writeTo(stream);
            }
            partial.replace();
        } catch (IOException e) {
            throw CommandRefused.unwritable(file, e);
        }
    }
}
