package io.moult.boot;

import java.util.Objects;

/**
 * How a candidate is put down for the bootloader. The bootloader is never updated and the client is, so each says which
 * format it means, and a mismatch is refused before anything is written (R18, R36).
 *
 * @param name such as {@code blocks}: image octets from the staging place's first sector on, no file system
 * @param version of the journal's records, the envelope areas and the staging places together
 */
public record StorageFormat(String name, int version) {
    /** What this bootloader reads. */
    public static final StorageFormat BLOCKS = new StorageFormat("blocks", 1);

    public StorageFormat {
        Objects.requireNonNull(name);
    }

    /** Such as {@code blocks/1}. */
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
