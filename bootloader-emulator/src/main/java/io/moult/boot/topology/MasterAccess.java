package io.moult.boot.topology;

import java.util.List;
import java.util.Objects;

/**
 * What a processor or world may do with the flash while it runs. The bootloader is none of them: it runs before.
 *
 * @param writable to be programmed and erased; what is executed from, or decides what is, is in nobody's
 */
public record MasterAccess(String master, List<SectorRange> readable, List<SectorRange> writable) {
    public MasterAccess {
        Objects.requireNonNull(master);
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    public boolean mayRead(int sector) {
        return readable.stream().anyMatch(range -> range.contains(sector));
    }

    public boolean mayWrite(int sector) {
        return writable.stream().anyMatch(range -> range.contains(sector));
    }
}
