package io.moult.boot.swap;

import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An exchange of two slots as an ordered list of sector copies. A plan is sound when no step reads a sector that an
 * earlier one destroyed without having copied it, and none copies a sector onto itself: then redoing the last step is
 * harmless, and to resume is to go on from the last recorded step.
 *
 * <p>Swap by offset: the secondary slot has one sector more than the primary, and a candidate waits from its second
 * sector on. Installing moves the primary's sectors to the secondary's beginning and the candidate's down into the
 * primary; going back is the same backwards. Every sector is erased once in each direction, and no scratch sector wears
 * out.
 */
public record SwapPlan(List<Step> steps) {
    public SwapPlan {
        steps = List.copyOf(steps);
    }

    /** Copies one whole sector; indices of the flash. */
    public record Step(int fromSector, int toSector) {}

    /** Where the slots begin, and how many sectors of each take part: those of the larger of the two images. */
    public record Slots(int primaryFirstSector, int secondaryFirstSector, int sectors) {}

    /** Puts the candidate into the primary slot, and the image there into the secondary. */
    public static SwapPlan install(Slots slots) {
        List<Step> steps = new ArrayList<>(2 * slots.sectors());
        for (int i = 0; i < slots.sectors(); i++) {
            int primary = slots.primaryFirstSector() + i;
            int secondary = slots.secondaryFirstSector() + i;
            steps.add(new Step(primary, secondary));
            steps.add(new Step(secondary + 1, primary));
        }
        return new SwapPlan(steps);
    }

    /** Undoes {@link #install}. */
    public static SwapPlan revert(Slots slots) {
        List<Step> steps = new ArrayList<>(2 * slots.sectors());
        for (int i = slots.sectors() - 1; i >= 0; i--) {
            int primary = slots.primaryFirstSector() + i;
            int secondary = slots.secondaryFirstSector() + i;
            steps.add(new Step(primary, secondary + 1));
            steps.add(new Step(secondary, primary));
        }
        return new SwapPlan(Collections.unmodifiableList(steps));
    }

    /** The first 8 octets of SHA-256 over the steps: a resumed exchange is the one that was begun, or none. */
    public Bytes digest() {
        ByteBuffer octets = ByteBuffer.allocate(8 * steps.size());
        for (Step step : steps) {
            octets.putInt(step.fromSector()).putInt(step.toSector());
        }
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(octets.array()), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
