package io.moult.client;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.UpdateEvent;
import java.util.Optional;

/**
 * What became of an update that was handed to the bootloader: pure, from the boot report and from which envelope runs.
 */
final class AfterRestart {
    private AfterRestart() {}

    /**
     * The event of a start in State Updating.
     *
     * @param candidateRuns whether the running image's envelope is the candidate's
     * @param confirmed whether the running image is confirmed
     */
    static UpdateEvent outcome(BootReport report, boolean candidateRuns, boolean confirmed) {
        return switch (report.event()) {
            case TRIAL -> confirmed ? new UpdateEvent.BootConfirmed() : new UpdateEvent.BootOnTrial();
            case NORMAL -> {
                if (candidateRuns) {
                    yield confirmed ? new UpdateEvent.BootConfirmed() : new UpdateEvent.BootOnTrial();
                }
                yield reverted(RefusalReason.TRIAL_FAILED, "the previous image runs");
            }
            case REVERTED -> reverted(RefusalReason.TRIAL_FAILED, report.detail());
            case CANDIDATE_REFUSED ->
                new UpdateEvent.BootReverted(
                        named(report.detail()).orElse(new Refusal(RefusalReason.INSTALL_FAILED, report.detail())));
            case RECOVERY -> reverted(RefusalReason.TRIAL_FAILED, "recovery: " + report.detail());
        };
    }

    private static UpdateEvent reverted(RefusalReason reason, String detail) {
        return new UpdateEvent.BootReverted(new Refusal(reason, detail));
    }

    /** A detail that begins with the label of a reason, such as {@code image-digest: …}, is that refusal. */
    private static Optional<Refusal> named(String detail) {
        int colon = detail.indexOf(':');
        String label = colon < 0 ? detail : detail.substring(0, colon);
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.label().equals(label)) {
                return Optional.of(new Refusal(
                        reason, colon < 0 ? "" : detail.substring(colon + 1).strip()));
            }
        }
        return Optional.empty();
    }
}
