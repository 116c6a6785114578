package io.moult.boot.explore;

import java.util.Arrays;

/**
 * One fault, to befall one operation (or, between runs, one sector).
 *
 * @param at how much of the operation is done, in octets; for a neighbour and for rot, the octet that changes
 * @param variant which part of the bits; 0 where there is no choice
 */
public record Fault(FaultKind kind, int at, int variant) {

    /** Such as {@code torn@37} or {@code bits@8.1}. */
    @Override
    public String toString() {
        return switch (kind) {
            case BEFORE, AFTER -> kind.label();
            case TORN, UNSTABLE, BLANK, NEIGHBOUR, STUCK -> kind.label() + "@" + at;
            case BITS, ROT -> kind.label() + "@" + at + "." + variant;
        };
    }

    static Fault parse(String text) {
        int sign = text.indexOf('@');
        if (sign < 0) {
            return new Fault(FaultKind.ofLabel(text), 0, 0);
        }
        String[] numbers = text.substring(sign + 1).split("\\.", -1);
        return new Fault(
                FaultKind.ofLabel(text.substring(0, sign)),
                Integer.parseInt(numbers[0]),
                numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0);
    }

    /** The operation's sector after the fault. */
    Sector on(Operation operation) {
        return operation.isErase() ? onErase(operation.target()) : onProgram(operation);
    }

    /**
     * Whether it would leave something that neither was there before nor is what the whole operation leaves: told from
     * the octets that are to be written and those that are there. That a planned fault has fired is seen in the flash.
     */
    boolean matters(Operation operation) {
        return switch (kind) {
            case BEFORE, NEIGHBOUR -> true;
            case AFTER -> !operation.isErase() || !operation.target().sameAs(operation.done());
            case ROT, STUCK -> false;
            case TORN, BITS, UNSTABLE, BLANK ->
                operation.isErase() ? mattersToErase(operation.target()) : mattersToProgram(operation);
        };
    }

    private boolean mattersToProgram(Operation operation) {
        Sector before = operation.target();
        int unitBytes = before.unitBytes();
        if (kind == FaultKind.UNSTABLE || (kind == FaultKind.TORN && at % unitBytes == 0)) {
            return true;
        }
        int from = at / unitBytes * unitBytes;
        boolean allThatIsMeant = from + unitBytes == operation.lengthBytes();
        boolean nothing = operation.onFuses() && from == 0;
        for (int i = from; i < from + unitBytes; i++) {
            byte meant = operation.octets()[i];
            byte there = before.written()[operation.fromBytes() + i];
            byte left = kind == FaultKind.BITS
                    ? partly(meant, before.erasedOctet(), i - from)
                    : kind == FaultKind.TORN && i < at ? meant : there;
            allThatIsMeant &= left == meant;
            nothing &= left == before.erasedOctet();
        }
        return !allThatIsMeant && !nothing;
    }

    /** An erase that is cut off marks each unit, so it leaves what was there only where all were marked. */
    private boolean mattersToErase(Sector before) {
        int unsettledFrom = before.settled() ? before.lengthBytes() : before.unsettledRanges()[0];
        boolean same = switch (kind) {
            case TORN -> unsettledFrom >= at;
            case UNSTABLE -> Arrays.equals(before.unsettledRanges(), new int[] {at, before.lengthBytes()});
            case BLANK -> before.settled();
            default -> true;
        };
        for (int unit = 0; same && unit < before.lengthBytes() / before.unitBytes(); unit++) {
            same = before.isProgrammed(unit);
        }
        int end = kind == FaultKind.TORN || kind == FaultKind.UNSTABLE ? at : before.lengthBytes();
        for (int i = 0; same && i < end; i++) {
            byte there = before.written()[i];
            byte left = kind == FaultKind.BITS ? partly(before.erasedOctet(), there, i) : before.erasedOctet();
            same = left == there;
        }
        return !same;
    }

    private Sector onProgram(Operation operation) {
        Sector before = operation.target();
        return switch (kind) {
            case BEFORE -> before;
            case AFTER -> operation.done();
            case TORN, BITS, UNSTABLE, BLANK -> tornProgram(operation, before);
            case NEIGHBOUR -> changed(before);
            case ROT, STUCK -> throw new IllegalArgumentException(this + " befalls no operation");
        };
    }

    /** Octets up to {@link #at} are done; the unit in which that lies, or which begins there, is the torn one. */
    private Sector tornProgram(Operation operation, Sector before) {
        int unitBytes = before.unitBytes();
        int end = operation.fromBytes() + at;
        byte[] octets = before.written().clone();
        System.arraycopy(operation.octets(), 0, octets, operation.fromBytes(), at);
        int tornUnit = end / unitBytes;
        int[] unsettled = before.unsettledRanges();
        boolean touched = end % unitBytes != 0;
        if (kind == FaultKind.BITS) {
            for (int i = 0; i < unitBytes; i++) {
                octets[end + i] = partly(operation.octets()[at + i], before.erasedOctet(), i);
            }
            touched = true;
        } else if (kind == FaultKind.UNSTABLE) {
            System.arraycopy(operation.octets(), at, octets, end, unitBytes);
            unsettled = with(unsettled, end, end + unitBytes);
            touched = true;
        } else if (kind == FaultKind.BLANK) {
            touched = true;
        }
        boolean needsErase = touched && !(operation.onFuses() && readsBlank(octets, tornUnit, before));
        long[] programmed = Operation.marked(
                before.programmedUnits(), operation.fromBytes() / unitBytes, needsErase ? tornUnit + 1 : tornUnit);
        return new Sector(octets, unitBytes, before.erasedOctet(), programmed, unsettled);
    }

    private static boolean readsBlank(byte[] octets, int unit, Sector sector) {
        for (int i = unit * sector.unitBytes(); i < (unit + 1) * sector.unitBytes(); i++) {
            if (octets[i] != sector.erasedOctet()) {
                return false;
            }
        }
        return true;
    }

    /** Every second bit has been programmed, beginning with the first or with the second. */
    private byte partly(byte intended, byte erased, int index) {
        int reached = (variant + index) % 2 == 0 ? 0x55 : 0xaa;
        return (byte) ((intended & reached) | (erased & ~reached));
    }

    /** All units need an erase, whatever they read as. */
    private Sector onErase(Sector before) {
        byte[] octets = before.written().clone();
        byte erased = before.erasedOctet();
        int[] unsettled = before.unsettledRanges();
        switch (kind) {
            case BEFORE -> {
                return before;
            }
            case AFTER -> {
                return before.erase();
            }
            case TORN -> {
                Arrays.fill(octets, 0, at, erased);
                unsettled = behind(unsettled, at);
            }
            case BITS -> {
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = partly(erased, octets[i], i);
                }
            }
            case UNSTABLE -> {
                Arrays.fill(octets, 0, at, erased);
                unsettled = new int[] {at, octets.length};
            }
            case BLANK -> {
                Arrays.fill(octets, erased);
                unsettled = new int[0];
            }
            case NEIGHBOUR, ROT, STUCK -> throw new IllegalArgumentException(this + " befalls no erase");
        }
        long[] programmed = Operation.marked(before.programmedUnits(), 0, octets.length / before.unitBytes());
        return new Sector(octets, before.unitBytes(), erased, programmed, unsettled);
    }

    /** The sector after a fault that befalls it at rest, or beside a program: one octet is another, or it is stuck. */
    Sector changed(Sector before) {
        if (kind == FaultKind.STUCK) {
            return before.stuck();
        }
        byte[] octets = before.written().clone();
        octets[at] ^= (byte) (1 << variant % 8);
        return new Sector(
                octets, before.unitBytes(), before.erasedOctet(), before.programmedUnits(), before.unsettledRanges());
    }

    private static int[] with(int[] ranges, int from, int to) {
        int[] more = Arrays.copyOf(ranges, ranges.length + 2);
        more[ranges.length] = from;
        more[ranges.length + 1] = to;
        return more;
    }

    private static int[] behind(int[] ranges, int from) {
        int[] left = new int[ranges.length];
        int count = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i + 1] > from) {
                left[count++] = Math.max(from, ranges[i]);
                left[count++] = ranges[i + 1];
            }
        }
        return Arrays.copyOf(left, count);
    }
}
