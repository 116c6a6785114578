package io.moult.boot.explore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which faults befall an operation: for each kind, each place. The list depends on the operation's form alone, so that
 * it is made once for all operations of that form.
 *
 * <p>Of records, one sector at most is unstable at a time. Of a journal of three sectors that one may become so again and
 * again, before it is settled; of two it may not. The model may say otherwise: see {@link #withUnstableUpon}.
 *
 * <p>Fuses are a medium of their own: nothing erases them, and what a cut left in a unit does not change any more. They
 * are torn, by prefix and by bits, and are neither unstable nor weak.
 */
public final class FaultModel {
    private final Set<FaultKind> kinds;
    private final boolean everyOctet;
    private final boolean unstableUpon;
    private final Map<Form, List<Fault>> lists = new ConcurrentHashMap<>();

    private record Form(boolean erase, boolean fuse, boolean records, int from, int length, int unitBytes) {}

    /**
     * @param everyOctet tears fall on every octet; else on the beginning and the middle of every program unit
     */
    public FaultModel(Set<FaultKind> kinds, boolean everyOctet) {
        this(kinds, everyOctet, false);
    }

    private FaultModel(Set<FaultKind> kinds, boolean everyOctet, boolean unstableUpon) {
        this.unstableUpon = unstableUpon;
        this.kinds = kinds.isEmpty() ? EnumSet.noneOf(FaultKind.class) : EnumSet.copyOf(kinds);
        this.everyOctet = everyOctet;
    }

    /**
     * The same, and any sector of records may become unstable while others are, any number of times. That is more than
     * our journal bears. Be the mark that the new sector is finished unstable, and cut off the erase of whichever sector is
     * taken for the old one: then either may be the one that reads differently each time, nothing that can be read tells
     * which, and whatever is written destroys what some later reading needs.
     */
    public FaultModel withUnstableUpon() {
        return new FaultModel(kinds, everyOctet, true);
    }

    boolean has(FaultKind kind) {
        return kinds.contains(kind);
    }

    public Set<FaultKind> kinds() {
        return EnumSet.copyOf(kinds);
    }

    /** All that may befall an operation, and matter to it. */
    List<Fault> of(Operation operation, Shape shape) {
        Form form = new Form(
                operation.isErase(),
                operation.onFuses(),
                shape.holdsRecords(operation.sector()),
                operation.fromBytes(),
                operation.lengthBytes(),
                operation.target().unitBytes());
        boolean unstable = has(FaultKind.UNSTABLE) && (unstableUpon || bears(operation, shape));
        List<Fault> list = new ArrayList<>();
        for (Fault fault : lists.computeIfAbsent(form, this::list)) {
            if ((unstable || fault.kind() != FaultKind.UNSTABLE) && fault.matters(operation)) {
                list.add(fault);
            }
        }
        return has(FaultKind.NEIGHBOUR) && !form.erase() ? withNeighbours(list, operation) : list;
    }

    /** Whether what this operation is on may become unstable: not a second sector of records at a time. */
    private static boolean bears(Operation operation, Shape shape) {
        if (!shape.holdsRecords(operation.sector())) {
            return true;
        }
        Sector[] before = operation.before();
        int sectors = 0;
        boolean others = false;
        for (int sector = 0; sector < shape.firstFuse(); sector++) {
            if (shape.holdsRecords(sector)) {
                sectors++;
                others |= sector != operation.sector() && !before[sector].settled();
            }
        }
        return !others && (sectors > 2 || before[operation.sector()].settled());
    }

    private List<Fault> list(Form form) {
        List<Fault> list = new ArrayList<>();
        for (FaultKind kind : kinds) {
            switch (kind) {
                case BEFORE, AFTER -> list.add(new Fault(kind, 0, 0));
                case TORN -> tears(form, list);
                case BITS -> bits(form, list);
                case UNSTABLE -> unstable(form, list);
                case BLANK -> blank(form, list);
                case NEIGHBOUR, ROT, STUCK -> {
                    // not of an operation's form
                }
            }
        }
        return List.copyOf(list);
    }

    private void tears(Form form, List<Fault> list) {
        int step = everyOctet ? 1 : Math.max(1, form.unitBytes() / 2);
        for (int at = step; at < form.length(); at += step) {
            list.add(new Fault(FaultKind.TORN, at, 0));
        }
    }

    private static void bits(Form form, List<Fault> list) {
        for (int at = 0; at < (form.erase() ? 1 : form.length()); at += form.unitBytes()) {
            list.add(new Fault(FaultKind.BITS, at, 0));
            list.add(new Fault(FaultKind.BITS, at, 1));
        }
    }

    private static void unstable(Form form, List<Fault> list) {
        if (form.fuse()) {
            return;
        }
        int step =
                form.erase() ? (form.records() ? Sector.SLOT_BYTES : Math.max(1, form.length() / 2)) : form.unitBytes();
        for (int at = 0; at < form.length(); at += step) {
            list.add(new Fault(FaultKind.UNSTABLE, at, 0));
        }
    }

    private static void blank(Form form, List<Fault> list) {
        if (form.fuse()) {
            return;
        }
        for (int at = 0; at < (form.erase() ? 1 : form.length()); at += form.unitBytes()) {
            list.add(new Fault(FaultKind.BLANK, at, 0));
        }
    }

    /** The first octet of each record's slot that holds something, in the sector that is being programmed. */
    private static List<Fault> withNeighbours(List<Fault> list, Operation operation) {
        List<Fault> more = new ArrayList<>(list);
        Sector target = operation.target();
        for (int at = 0; at < target.lengthBytes(); at += Sector.SLOT_BYTES) {
            if (target.isProgrammed(at / target.unitBytes())) {
                more.add(new Fault(FaultKind.NEIGHBOUR, at, 2));
            }
        }
        return more;
    }

    /** Whether there is anything that befalls a device at rest. */
    boolean knowsRest() {
        return kinds.stream().anyMatch(FaultKind.AT_REST::contains);
    }

    /** What may befall a sector at rest: a bit of each slot's first octets that hold something; being stuck, in flash. */
    List<Fault> atRest(Sector sector, boolean fuse) {
        List<Fault> list = new ArrayList<>();
        if (has(FaultKind.STUCK) && !fuse && !sector.isStuck()) {
            list.add(new Fault(FaultKind.STUCK, 0, 0));
        }
        if (!has(FaultKind.ROT)) {
            return list;
        }
        int step = everyOctet ? 1 : Sector.SLOT_BYTES / 2;
        for (int at = 0; at < sector.lengthBytes(); at += step) {
            if (sector.isProgrammed(at / sector.unitBytes())) {
                list.add(new Fault(FaultKind.ROT, at, at % 8));
            }
        }
        return list;
    }
}
