package io.moult.suit.cli;

import io.moult.suit.author.EnvelopeDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A payload that is a whole file. */
record FileContent(Path file) implements EnvelopeDraft.Content {
    @Override
    public long lengthBytes() throws IOException {
        return Files.size(file);
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }
}
