package io.moult.boot.swap;

import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * An update of a set, or the way back, as an ordered list of copies of blocks. Redoing the last step is harmless, because
 * no step copies a block onto itself; that the steps together do what they are for is what {@link PlanProof} shows,
 * before any of them runs. To resume is to go on from the last recorded step.
 */
public record SwapPlan(List<Step> steps) {
    /** Octets of a {@link #digest}. */
    public static final int DIGEST_BYTES = 8;

    public SwapPlan {
        steps = List.copyOf(steps);
    }

    /** Copies one block: whole sectors, the same octets on either side. */
    public record Step(SectorRange from, SectorRange to, Transform transform) {}

    /** Whether a plan brings a candidate in, or the image before back. */
    public enum Direction {
        INSTALL,
        REVERT
    }

    /** The first octets of SHA-256 over the steps: a resumed exchange is the one that was begun, or none. */
    public Bytes digest() {
        ByteBuffer octets = ByteBuffer.allocate(17 * steps.size());
        for (Step step : steps) {
            octets.putInt(step.from().first()).putInt(step.from().count());
            octets.putInt(step.to().first()).putInt(step.to().count());
            octets.put((byte) step.transform().code());
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets.array());
            return Bytes.copyOf(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
