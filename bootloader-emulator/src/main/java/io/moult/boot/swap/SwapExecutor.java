package io.moult.boot.swap;

import io.moult.boot.flash.Flash;
import java.io.IOException;

/** Carries a plan out, step by step, from wherever it was cut off. The only writer of both slots at once. */
public final class SwapExecutor {
    private final Flash flash;

    public SwapExecutor(Flash flash) {
        this.flash = flash;
    }

    /** Where a finished step is recorded, durably, before the next begins. */
    public interface Progress {
        void stepDone(int stepsDone) throws IOException;
    }

    /** Runs the steps that are not done. The first of them may have been begun before: it is done again from scratch. */
    public void run(SwapPlan plan, int stepsDone, Progress progress) throws IOException {
        for (int index = stepsDone; index < plan.steps().size(); index++) {
            SwapPlan.Step step = plan.steps().get(index);
            copy(step);
            progress.stepDone(index + 1);
        }
    }

    private void copy(SwapPlan.Step step) throws IOException {
        int sectorBytes = flash.geometry().sectorBytes(step.toSector());
        flash.erase(step.toSector());
        flash.program(
                flash.geometry().offsetOfSector(step.toSector()),
                flash.read(flash.geometry().offsetOfSector(step.fromSector()), sectorBytes));
    }
}
