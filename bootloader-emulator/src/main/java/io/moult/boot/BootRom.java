package io.moult.boot;

import io.moult.boot.flash.BadSectorException;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import java.io.IOException;
import java.util.Optional;

/**
 * The boot ROM: a deterministic function of flash, one-time-programmable memory and reset reason. It trusts nobody:
 * whatever the application checked, the envelope beside the images and the bytes that will execute are verified here, at
 * every boot, twice and by two paths. It is in no slot, so no update reaches it.
 *
 * <p>In the order of things: an exchange that was cut off is finished first; a pending candidate is verified before any
 * exchange; the running set is verified before the jump; a set on trial that was not confirmed, and one that does not
 * verify, gives way to the previous one if that verifies and the security counter lets it; then to the golden images.
 * Nothing that does not verify is executed. A boot of a settled device writes nothing.
 *
 * <p>What it does not prove: that an image works. That is what the trial is for.
 */
public final class BootRom {
    /** Said of a set without a trust anchor to judge it by. */
    static final String NOBODY_VOUCHES = "not provisioned: the image is found whole, but nobody vouches for it";

    private final BootPlatform platform;

    public BootRom(BootPlatform platform) {
        this.platform = platform;
    }

    /** Boots. A {@code PowerCut} from the flash ends it at any write; the next boot takes up from there. */
    public BootOutcome boot(ResetReason reason) throws IOException {
        platform.otp().settle();
        Journal journal = platform.journal();
        BootStart start = new BootStart(platform, reason);
        if (platform.otp().provisioning().isEmpty()) {
            start.note(NOBODY_VOUCHES);
        }
        if (journal.condition() != Journal.Condition.INTACT) {
            Optional<JournalState> derived = new Salvage(platform).derive();
            if (derived.isEmpty()) {
                String foreign =
                        ForeignStorage.found(platform).map(what -> "; " + what).orElse("");
                return start.lastResort(nothingVerifies(journal.condition()) + foreign, 0);
            }
            try {
                journal.format(derived.get());
            } catch (BadSectorException e) {
                return start.lastResort("the journal was lost, and the flash fails: " + e.getMessage(), 0);
            }
            start.note("the journal was lost; derived from what verifies");
        }
        if (journal.state()
                .filter(state -> state.secondary() == SecondaryContent.NONE)
                .isPresent()) {
            ForeignStorage.found(platform).ifPresent(start::note);
        }
        return new BootRun(platform, journal, reason, start).run();
    }

    private String nothingVerifies(Journal.Condition condition) throws IOException {
        SetVerifier verifier = new SetVerifier(platform);
        StringBuilder detail = new StringBuilder(
                condition == Journal.Condition.BLANK
                        ? "the flash holds no firmware"
                        : "the journal is lost and no image verifies");
        for (EnvelopeArea area : EnvelopeArea.values()) {
            String refusal = verifier.envelope(area).isPresent()
                    ? verifier.running(area, 0).refusal()
                    : "";
            detail.append(refusal.isEmpty() ? "" : "; envelope " + area + ": " + refusal);
        }
        return detail.toString();
    }
}
