package io.moult.boot.flash;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One power cut, planned: at which write operation (program or erase, counted from 1 over all devices that share the
 * plan), at which moment of it, and what a torn operation leaves behind. It says whether it fired; a test that does not
 * ask has tested nothing. Owned by the thread of the flash.
 */
public final class FaultPlan {
    private final long atOperation;
    private final Moment moment;
    private final Tear tear;
    private final SplittableRandom random;
    private Consumer<String> onCut = description -> {};
    private long operations;
    private Optional<String> fired = Optional.empty();

    private FaultPlan(long atOperation, Moment moment, Tear tear, long seed) {
        this.atOperation = atOperation;
        this.moment = moment;
        this.tear = tear;
        this.random = new SplittableRandom(seed);
    }

    /** When the power goes, seen from the operation. */
    public enum Moment {
        BEFORE,
        INSIDE,
        AFTER
    }

    /** What a torn operation leaves behind; always units that need an erase before they are programmed again. */
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
        return new FaultPlan(Long.MAX_VALUE, Moment.BEFORE, Tear.PREFIX, 0);
    }

    /** Cuts between operations. */
    public static FaultPlan cutBefore(long operation) {
        return new FaultPlan(requirePositive(operation), Moment.BEFORE, Tear.PREFIX, 0);
    }

    public static FaultPlan cutAfter(long operation) {
        return new FaultPlan(requirePositive(operation), Moment.AFTER, Tear.PREFIX, 0);
    }

    /** Cuts inside an operation; the seed decides where, and which garbage. */
    public static FaultPlan tear(long operation, Tear tear, long seed) {
        return new FaultPlan(requirePositive(operation), Moment.INSIDE, tear, seed);
    }

    /**
     * Reads {@code n[:before|torn|garbage|blank|after[:seed]]}, such as {@code 12:torn:7}; plain {@code n} means before.
     * IllegalArgumentException with a sentence for anything else.
     */
    public static FaultPlan parse(String text) {
        String[] parts = text.split(":", -1);
        String how = parts.length > 1 ? parts[1] : "before";
        try {
            long operation = Long.parseLong(parts[0]);
            long seed = parts.length > 2 ? Long.parseLong(parts[2]) : operation;
            if (parts.length <= 3 && operation >= 1) {
                return switch (how) {
                    case "before" -> cutBefore(operation);
                    case "after" -> cutAfter(operation);
                    case "torn" -> tear(operation, Tear.PREFIX, seed);
                    case "garbage" -> tear(operation, Tear.GARBAGE, seed);
                    case "blank" -> tear(operation, Tear.LOOKS_BLANK, seed);
                    default -> throw notAPlan(text);
                };
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw notAPlan(text);
    }

    private static IllegalArgumentException notAPlan(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no power cut: say n, n:before, n:torn, n:garbage, n:blank or n:after, with n counted from 1");
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

    /** Write operations begun so far. */
    public long operations() {
        return operations;
    }

    boolean due(Moment asked) {
        return operations == atOperation && moment == asked && !fired();
    }

    void count() {
        operations++;
    }

    Tear tear() {
        return tear;
    }

    SplittableRandom random() {
        return random;
    }

    PowerCut fire(String operation) {
        String how = moment == Moment.INSIDE ? "inside (" + tear + ")" : moment.name();
        String description =
                "power cut " + how.toLowerCase(Locale.ROOT) + " operation " + operations + ": " + operation;
        fired = Optional.of(description);
        onCut.accept(description);
        return new PowerCut(description);
    }

    private static long requirePositive(long operation) {
        if (operation < 1) {
            throw new IllegalArgumentException("operation " + operation + "; counted from 1");
        }
        return operation;
    }
}
