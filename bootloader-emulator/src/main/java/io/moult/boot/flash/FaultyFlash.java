package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A flash whose power is cut as a {@link FaultPlan} says. After the cut every call throws {@link PowerCut} again: code
 * that swallows the exception gets no further.
 */
public final class FaultyFlash implements Flash {
    private final Flash flash;
    private final FaultPlan plan;
    private final boolean weakUnits;

    private FaultyFlash(Flash flash, FaultPlan plan, boolean weakUnits) {
        this.flash = flash;
        this.plan = plan;
        this.weakUnits = weakUnits;
    }

    /** Flash: a unit that a cut fell on needs an erase, also when it still reads blank. */
    public FaultyFlash(Flash flash, FaultPlan plan) {
        this(flash, plan, true);
    }

    /** Fuses, which nothing erases: a unit that reads blank is blank. */
    public static FaultyFlash ofFuses(Flash fuses, FaultPlan plan) {
        return new FaultyFlash(fuses, plan, false);
    }

    @Override
    public FlashGeometry geometry() {
        return flash.geometry();
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        requirePower();
        return flash.read(offsetBytes, lengthBytes);
    }

    @Override
    public void program(long offsetBytes, Bytes octets) throws IOException {
        String what = "program " + octets.length() + " B at " + offsetBytes;
        begin(what);
        if (plan.due(FaultPlan.Moment.INSIDE)) {
            tearProgram(offsetBytes, octets);
            throw plan.fire(what);
        }
        flash.program(offsetBytes, octets);
        end(what);
    }

    @Override
    public void erase(int sector) throws IOException {
        String what = "erase sector " + sector;
        begin(what);
        if (plan.due(FaultPlan.Moment.INSIDE)) {
            tearErase(sector);
            throw plan.fire(what);
        }
        flash.erase(sector);
        end(what);
    }

    private void requirePower() {
        if (plan.fired()) {
            throw new PowerCut("no power since: " + plan.firedAt().orElseThrow());
        }
    }

    private void begin(String what) {
        requirePower();
        plan.count();
        if (plan.due(FaultPlan.Moment.BEFORE)) {
            throw plan.fire(what);
        }
    }

    private void end(String what) {
        if (plan.due(FaultPlan.Moment.AFTER)) {
            throw plan.fire(what);
        }
    }

    /** Whole units up to a place, then one unit that got only part of its bits. */
    private void tearProgram(long offsetBytes, Bytes octets) throws IOException {
        int sector = geometry().sectorAt(offsetBytes);
        int unitBytes = geometry().programUnitBytes(sector);
        int blank = geometry().erasedValue(sector);
        SplittableRandom random = plan.random();
        int place = random.nextInt(octets.length());
        int unitStart = place - place % unitBytes;
        byte[] unit = octets.slice(unitStart, unitStart + unitBytes).toArray();
        for (int i = 0; i < unitBytes; i++) {
            boolean done = unitStart + i < place;
            switch (plan.tear()) {
                case PREFIX -> unit[i] = done ? unit[i] : (byte) blank;
                case GARBAGE -> unit[i] = done ? unit[i] : partly(unit[i], blank, random);
                case LOOKS_BLANK -> unit[i] = (byte) blank;
            }
        }
        if (unitStart > 0) {
            flash.program(offsetBytes, octets.slice(0, unitStart));
        }
        if (weakUnits || !isBlank(unit, blank)) {
            flash.program(offsetBytes + unitStart, Bytes.wrap(unit));
        }
    }

    /** Some of the bits that tell an octet from a blank one. */
    private static byte partly(byte octet, int blank, SplittableRandom random) {
        return (byte) (blank ^ ((octet ^ blank) & random.nextInt(256)));
    }

    private static boolean isBlank(byte[] octets, int blank) {
        for (byte octet : octets) {
            if (octet != (byte) blank) {
                return false;
            }
        }
        return true;
    }

    /** All units are left in need of an erase, whatever they read as. */
    private void tearErase(int sector) throws IOException {
        int sectorBytes = geometry().sectorBytes(sector);
        int blank = geometry().erasedValue(sector);
        long offsetBytes = geometry().offsetOfSector(sector);
        SplittableRandom random = plan.random();
        byte[] left = flash.read(offsetBytes, sectorBytes).toArray();
        int place = random.nextInt(sectorBytes + 1);
        switch (plan.tear()) {
            case PREFIX -> Arrays.fill(left, 0, place, (byte) blank);
            case GARBAGE -> {
                for (int i = 0; i < sectorBytes; i++) {
                    left[i] = i < place ? (byte) blank : partly(left[i], blank, random);
                }
            }
            case LOOKS_BLANK -> Arrays.fill(left, (byte) blank);
        }
        flash.erase(sector);
        flash.program(offsetBytes, Bytes.wrap(left));
    }
}
