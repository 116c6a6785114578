package io.moult.boot.swap;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import java.io.IOException;

/** Carries a plan out, step by step, from wherever it was cut off. The only writer of both slots at once. */
public final class SwapExecutor {
    /** The most that is held in RAM. */
    private static final int CHUNK_BYTES = 4096;

    private final Flash flash;
    private final Flash decrypting;
    private final Flash encrypting;

    /**
     * @param decrypting reads as plain text what lies encrypted and is taken from there
     * @param encrypting writes as ciphertext what is kept in external flash
     */
    public SwapExecutor(Flash flash, Flash decrypting, Flash encrypting) {
        this.flash = flash;
        this.decrypting = decrypting;
        this.encrypting = encrypting;
    }

    /** Where a finished step is recorded, durably, before the next begins. */
    public interface Progress {
        void stepDone(int stepsDone) throws IOException;
    }

    /** Runs the steps that are not done. The first of them may have been begun before: it is done again from scratch. */
    public void run(SwapPlan plan, int stepsDone, Progress progress) throws IOException {
        for (int index = stepsDone; index < plan.steps().size(); index++) {
            copy(plan.steps().get(index));
            progress.stepDone(index + 1);
        }
    }

    private void copy(SwapPlan.Step step) throws IOException {
        Flash source = step.transform() == Transform.DECRYPT ? decrypting : flash;
        Flash target = step.transform() == Transform.ENCRYPT ? encrypting : flash;
        FlashGeometry geometry = flash.geometry();
        long from = geometry.offsetOfSector(step.from().first());
        for (int sector = step.to().first(); sector < step.to().end(); sector++) {
            long to = geometry.offsetOfSector(sector);
            int sectorBytes = geometry.sectorBytes(sector);
            target.erase(sector);
            for (int done = 0; done < sectorBytes; done += CHUNK_BYTES) {
                int length = Math.min(CHUNK_BYTES, sectorBytes - done);
                target.program(to + done, source.read(from + done, length));
            }
            from += sectorBytes;
        }
    }
}
