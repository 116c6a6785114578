package io.moult.boot.flash;

import io.moult.bytes.Bytes;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One power cut, planned: at which write operation (program or erase, counted from 1 over all media that share the plan)
 * and which interruption. It says whether it fired; a test that does not ask has tested nothing. Owned by the thread of
 * the flash.
 */
public final class FaultPlan {
    private final long atOperation;
    private final Function<WriteOperation, Interruption> choice;
    private Consumer<String> onCut = description -> {};
    private long operations;
    private Optional<String> fired = Optional.empty();
    private Optional<Fault.Cut> cut = Optional.empty();

    private FaultPlan(long atOperation, Function<WriteOperation, Interruption> choice) {
        if (atOperation < 1) {
            throw new IllegalArgumentException("operation " + atOperation + "; counted from 1");
        }
        this.atOperation = atOperation;
        this.choice = choice;
    }

    /** What a torn operation leaves behind, where a seed decides on the place; see {@link Interruption}. */
    public enum Tear {
        /** A prefix is done, the rest is as it was. */
        PREFIX,
        /** A prefix is done; beyond it a random part of the bits has changed (program: of one unit, erase: of the rest). */
        GARBAGE,
        /** Reads as if erased, and is not: weak units. Program: after whole units of prefix. */
        LOOKS_BLANK
    }

    /** Counts and never cuts. */
    public static FaultPlan none() {
        return new FaultPlan(Long.MAX_VALUE, operation -> new Interruption.Before());
    }

    public static FaultPlan of(Fault.Cut cut) {
        return new FaultPlan(cut.operation(), operation -> cut.how());
    }

    /** Cuts between operations. */
    public static FaultPlan cutBefore(long operation) {
        return of(new Fault.Cut(operation, new Interruption.Before()));
    }

    public static FaultPlan cutAfter(long operation) {
        return of(new Fault.Cut(operation, new Interruption.After()));
    }

    /** Cuts inside an operation; the seed decides where, and which garbage. */
    public static FaultPlan tear(long operation, Tear tear, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new FaultPlan(operation, torn -> switch (tear) {
            case PREFIX -> prefix(torn, random);
            case GARBAGE -> new Interruption.SomeBits(random.nextInt(torn.units()), mask(random));
            case LOOKS_BLANK -> weak(torn, random);
        });
    }

    /** Cuts inside an operation and leaves a unit (an erase: all from there on) that reads anew each time. */
    public static FaultPlan unstable(long operation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new FaultPlan(operation, torn -> new Interruption.Unstable(random.nextInt(torn.units())));
    }

    private static Interruption prefix(WriteOperation operation, SplittableRandom random) {
        int least = operation.isErase() ? 0 : 1;
        return operation.lengthBytes() == least
                ? new Interruption.Before()
                : new Interruption.Prefix(random.nextInt(least, operation.lengthBytes()));
    }

    private static Interruption weak(WriteOperation operation, SplittableRandom random) {
        Interruption weak = new Interruption.Weak(operation.isErase() ? 0 : random.nextInt(operation.units()));
        return weak.fits(operation) ? weak : prefix(operation, random);
    }

    private static Bytes mask(SplittableRandom random) {
        byte[] mask = new byte[32];
        random.nextBytes(mask);
        return Bytes.wrap(mask);
    }

    /**
     * Reads a {@link Fault.Cut} such as {@code 12:prefix@5}, or {@code n[:before|torn|garbage|blank|unstable|after[:seed]]}
     * such as {@code 12:torn:7}; plain {@code n} means before. IllegalArgumentException with a sentence for anything
     * else.
     */
    public static FaultPlan parse(String text) {
        String[] parts = text.split(":", -1);
        String how = parts.length > 1 ? parts[1] : "before";
        try {
            if (how.indexOf('@') >= 0 && Fault.parse(text) instanceof Fault.Cut cut) {
                return of(cut);
            }
            long operation = Long.parseLong(parts[0]);
            long seed = parts.length > 2 ? Long.parseLong(parts[2]) : operation;
            if (parts.length <= 3) {
                return switch (how) {
                    case "before" -> cutBefore(operation);
                    case "after" -> cutAfter(operation);
                    case "torn" -> tear(operation, Tear.PREFIX, seed);
                    case "garbage" -> tear(operation, Tear.GARBAGE, seed);
                    case "blank" -> tear(operation, Tear.LOOKS_BLANK, seed);
                    case "unstable" -> unstable(operation, seed);
                    default -> throw notAPlan(text);
                };
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw notAPlan(text);
    }

    private static IllegalArgumentException notAPlan(String text) {
        return new IllegalArgumentException("\"" + text + "\" is no power cut: say n, n:before, n:torn, n:garbage,"
                + " n:blank, n:unstable or n:after, with n counted from 1, or an exact one such as n:prefix@5");
    }

    /** Runs at the cut, before anything is thrown: a stand-in device ends its process here. */
    public FaultPlan onCut(Consumer<String> action) {
        this.onCut = action;
        return this;
    }

    /** Whether the power has been cut. */
    public boolean fired() {
        return fired.isPresent();
    }

    /** Which operation was cut, and how. */
    public Optional<String> firedAt() {
        return fired;
    }

    /** The cut that fired, for a replay. */
    public Optional<Fault.Cut> cut() {
        return cut;
    }

    /** Write operations begun so far. */
    public long operations() {
        return operations;
    }

    void requirePower() {
        if (fired.isPresent()) {
            throw new PowerCut("no power since: " + fired.get());
        }
    }

    /** Counts one more write operation. */
    boolean nextIsCut() {
        requirePower();
        operations++;
        return operations == atOperation;
    }

    /** IllegalArgumentException if the operation is not one that the interruption fits: the plan is a wrong one. */
    Interruption choose(WriteOperation operation) {
        Interruption how = choice.apply(operation);
        if (!how.fits(operation)) {
            throw new IllegalArgumentException(
                    "operation " + operations + " (" + operation + ") cannot be cut as planned: " + how.text());
        }
        return how;
    }

    PowerCut fire(WriteOperation operation, Interruption how) {
        boolean whole = how instanceof Interruption.Before || how instanceof Interruption.After;
        String description = "power cut " + (whole ? how.text() : "inside (" + how.text() + ")") + " operation "
                + operations + ": " + operation;
        cut = Optional.of(new Fault.Cut(operations, how));
        fired = Optional.of(description);
        onCut.accept(description);
        return new PowerCut(description);
    }
}
