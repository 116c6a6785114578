package io.moult.boot.journal;

import io.moult.boot.flash.Flash;
import io.moult.boot.topology.SectorRange;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The records of a journal one by one, in words, for somebody who looks at a device. Reads only; decides nothing. */
public final class JournalHistory {
    private static final int SNAPSHOT = 1;

    private JournalHistory() {}

    /** One whole record, and the sector of the flash that it stands in. */
    public record Line(int sector, int sequence, String words) {}

    /** The whole records of both sectors, the oldest first; their seals say nothing and are left out. */
    public static List<Line> read(Flash flash, SectorRange sectors) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (int sector = sectors.first(); sector < sectors.end(); sector++) {
            Records.Scan scan = Records.scan(
                    flash.read(
                            flash.geometry().offsetOfSector(sector),
                            flash.geometry().sectorBytes(sector)),
                    flash.geometry().erasedValue(sector));
            for (Records.Entry entry : scan.entries()) {
                if (entry.type() == Journal.SEAL) {
                    continue;
                }
                lines.add(new Line(sector, entry.sequence(), words(entry)));
            }
        }
        lines.sort((a, b) -> Integer.compareUnsigned(a.sequence(), b.sequence()));
        return List.copyOf(lines);
    }

    private static String words(Records.Entry entry) {
        try {
            return entry.type() == SNAPSHOT
                    ? "snapshot: " + JournalState.decode(entry.payload()).words()
                    : words(JournalEvent.decode(entry).toString());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            return "not understood: type " + entry.type();
        }
    }

    /** Of {@code Step[stepsDone=3]}, {@code step, stepsDone=3}. */
    private static String words(String record) {
        int bracket = record.indexOf('[');
        String name = record.substring(0, 1).toLowerCase(Locale.ROOT) + record.substring(1, bracket);
        String members = record.substring(bracket + 1, record.length() - 1);
        return members.isEmpty() ? name : name + ": " + members;
    }
}
