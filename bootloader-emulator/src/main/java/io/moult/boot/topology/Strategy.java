package io.moult.boot.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a candidate comes to where it executes, and how the image before it is kept. */
public enum Strategy {
    /** The candidate is copied over the running image: nothing to go back to. */
    OVERWRITE(1, 0, 0),
    /** The slots are exchanged block by block by way of a scratch area. */
    SCRATCH(2, 0, 0),
    /** The running image is moved up by one block, then the slots are exchanged: the primary has a spare block. */
    MOVE(3, 1, 0),
    /** The candidate waits one block into the secondary slot, which has the spare block: erases least. */
    OFFSET(4, 0, 1),
    /** Either slot is executed where it lies; the journal says which. Nothing is copied. */
    IN_PLACE(5, 0, 0),
    /** Either slot is loaded into RAM and executed there. Nothing is copied in flash. */
    RAM_LOAD(6, 0, 0);

    private final int code;
    private final int primarySpareBlocks;
    private final int secondarySpareBlocks;

    Strategy(int code, int primarySpareBlocks, int secondarySpareBlocks) {
        this.code = code;
        this.primarySpareBlocks = primarySpareBlocks;
        this.secondarySpareBlocks = secondarySpareBlocks;
    }

    /** Whether an update changes which slot runs, and copies nothing. */
    public boolean changesSides() {
        return this == IN_PLACE || this == RAM_LOAD;
    }

    /** Whether the image before is still there after an update. */
    public boolean keepsPrevious() {
        return this != OVERWRITE;
    }

    int primarySpareBlocks() {
        return primarySpareBlocks;
    }

    int secondarySpareBlocks() {
        return secondarySpareBlocks;
    }

    /** Where in the secondary slot, in blocks, a candidate begins. */
    int stagingBlock() {
        return secondarySpareBlocks;
    }

    /** As people write it, such as {@code ram-load}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its label; an underscore is as good as a hyphen. IllegalArgumentException, which names them all, for any other. */
    public static Strategy ofLabel(String label) {
        for (Strategy strategy : values()) {
            if (strategy.label().equals(label.replace('_', '-'))) {
                return strategy;
            }
        }
        String known = Arrays.stream(values()).map(Strategy::label).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("there is no strategy \"" + label + "\": say one of " + known);
    }

    int code() {
        return code;
    }

    static Strategy ofCode(int code) {
        for (Strategy value : values()) {
            if (value.code == code) {
                return value;
            }
        }
        throw new IllegalArgumentException("no strategy " + code);
    }
}
