package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The files of components with changes that do not count yet: what is written stands beside the file that it is to replace,
 * and is what is read from then on. {@link #changes} says what is to be done for all of it to count, and {@link #carryOut}
 * does it, as often as it takes; {@link #forgetAll} leaves every file as it was.
 */
final class StagedFiles {
    private static final String BESIDE = ".STAGED";

    private final AtomicFiles files;
    private final Set<String> replaced = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();

    StagedFiles(AtomicFiles files) {
        this.files = files;
    }

    /**
     * What is to become of files, by name.
     *
     * @param replaced by what stands beside them
     */
    record Changes(List<String> replaced, List<String> removed) {
        Changes {
            replaced = List.copyOf(replaced);
            removed = List.copyOf(removed);
        }

        boolean isNone() {
            return replaced.isEmpty() && removed.isEmpty();
        }
    }

    Changes changes() {
        return new Changes(List.copyOf(replaced), List.copyOf(removed));
    }

    /** Done before or not, wholly or in part: afterwards it is done. */
    void carryOut(Changes changes) throws IOException {
        for (String name : changes.replaced()) {
            if (files.exists(name + BESIDE)) {
                files.move(name + BESIDE, name);
            }
        }
        for (String name : changes.removed()) {
            files.delete(name);
        }
        replaced.clear();
        removed.clear();
    }

    /** Also what an earlier run left when it was cut short. */
    void forgetAll() throws IOException {
        replaced.clear();
        removed.clear();
        files.deleteAllWith(BESIDE);
    }

    boolean exists(String name) {
        return !removed.contains(name) && files.exists(at(name));
    }

    OptionalLong sizeBytes(String name) throws IOException {
        return exists(name) ? files.sizeBytes(at(name)) : OptionalLong.empty();
    }

    /** Fewer octets only at the end. */
    Bytes read(String name, long offsetBytes, int lengthBytes) throws IOException {
        return exists(name) ? files.read(at(name), offsetBytes, lengthBytes) : Bytes.EMPTY;
    }

    InputStream open(String name) throws IOException {
        return exists(name)
                ? Files.newInputStream(files.path(at(name)), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : InputStream.nullInputStream();
    }

    /** New octets of a file, to be written and forced; then {@link #finish}, or {@link #giveUp}. */
    FileChannel begin(String name) throws IOException {
        if (Files.isDirectory(files.path(name), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(name + " in it is a directory, where a component is a file");
        }
        return files.begin(name + BESIDE);
    }

    void finish(String name) throws IOException {
        files.commit(name + BESIDE);
        removed.remove(name);
        replaced.add(name);
    }

    void giveUp(String name) throws IOException {
        files.forget(name + BESIDE);
    }

    void remove(String name) throws IOException {
        if (replaced.remove(name)) {
            files.delete(name + BESIDE);
        }
        removed.add(name);
    }

    /** Two files that are there exchange their octets. */
    void exchange(String one, String other) throws IOException {
        files.copyBeside(at(one), other + BESIDE);
        files.copyBeside(at(other), one + BESIDE);
        finish(one);
        finish(other);
    }

    private String at(String name) {
        return replaced.contains(name) ? name + BESIDE : name;
    }
}
