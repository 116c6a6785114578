package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What an interruption makes of its range, in the making. */
final class TornRange {
    private final WriteOperation operation;
    private final byte[] octets;
    private final List<Remains.Unit> units = new ArrayList<>();

    TornRange(Interruption how, WriteOperation operation) {
        if (!how.fits(operation)) {
            throw new IllegalArgumentException(how.text() + " does not fit: " + operation);
        }
        this.operation = operation;
        this.octets = operation.before().toArray();
        boolean begun = operation.isErase() && !(how instanceof Interruption.Before);
        for (int i = 0; i < operation.units(); i++) {
            units.add(begun ? Remains.Unit.WRITTEN : Remains.Unit.UNTOUCHED);
        }
    }

    /** The octets up to here are as they should become; a unit that is begun counts as written. */
    void done(int octetsDone) {
        for (int i = 0; i < octetsDone; i++) {
            octets[i] = (byte) operation.after().at(i);
            units.set(i / operation.unitBytes(), Remains.Unit.WRITTEN);
        }
    }

    void mark(int firstUnit, Remains.Unit state) {
        for (int unit = firstUnit; unit < endOf(firstUnit); unit++) {
            units.set(unit, state);
        }
    }

    /** A torn program stops in one unit; a torn erase is everywhere. */
    private int endOf(int firstUnit) {
        return operation.isErase() ? operation.units() : firstUnit + 1;
    }

    void partly(int firstUnit, Bytes mask) {
        for (int i = firstUnit * operation.unitBytes(); i < endOf(firstUnit) * operation.unitBytes(); i++) {
            int changing = octets[i] ^ operation.after().at(i);
            octets[i] ^= (byte) (changing & mask.at(i % mask.length()));
        }
        mark(firstUnit, Remains.Unit.WRITTEN);
    }

    Remains remains() {
        if (operation.region().fuses()) {
            for (int unit = 0; unit < units.size(); unit++) {
                if (isBlank(unit)) {
                    units.set(unit, Remains.Unit.UNTOUCHED);
                }
            }
        }
        return new Remains(Bytes.copyOf(octets), units, OptionalLong.empty());
    }

    private boolean isBlank(int unit) {
        for (int i = unit * operation.unitBytes(); i < (unit + 1) * operation.unitBytes(); i++) {
            if ((octets[i] & 0xff) != operation.region().erasedValue()) {
                return false;
            }
        }
        return true;
    }
}
