package io.moult.suit.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is written beside its place first, so that nobody ever sees half of it; gone if it is not finished. */
final class PartialFile implements Closeable {
    private final Path target;
    private final Path partial;

    private PartialFile(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    static PartialFile of(Path target) {
        return of(target, ".partial");
    }

    static PartialFile of(Path target, String suffix) {
        Path absolute = target.toAbsolutePath();
        return new PartialFile(absolute, absolute.resolveSibling(absolute.getFileName() + suffix));
    }

    /** Where to write. */
    Path path() {
        return partial;
    }

    /** Puts it in its place, where nothing may be. */
    void finish() throws IOException {
        Files.move(partial, target);
    }

    /** Puts it in its place, whatever is there. */
    void replace() throws IOException {
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(partial);
    }
}
