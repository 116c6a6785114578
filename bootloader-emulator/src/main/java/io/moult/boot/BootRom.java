package io.moult.boot;

import io.moult.boot.image.ImageView;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.Optional;

/**
 * The boot ROM: a deterministic function of flash, one-time-programmable memory and reset reason. It trusts nobody:
 * whatever the application checked, the envelope beside the image and the bytes that will execute are verified here, at
 * every boot. It is in no slot, so no update reaches it.
 *
 * <p>In the order of things: an exchange that was cut off is finished first; a pending candidate is verified before any
 * exchange; the primary slot's image is verified before the jump; an image on trial that was not confirmed, and one
 * that does not verify, gives way to the previous one if that verifies. Nothing that does not verify is executed. A
 * boot of a settled device writes nothing.
 *
 * <p>What it does not prove: that an image works. That is what the trial is for.
 */
public final class BootRom {
    /** Said of an image without a trust anchor to judge it by. */
    static final String NOBODY_VOUCHES = "not provisioned: the image is found whole, but nobody vouches for it";

    private final BootPlatform platform;

    public BootRom(BootPlatform platform) {
        this.platform = platform;
    }

    /** Boots. A {@code PowerCut} from the flash ends it at any write; the next boot takes up from there. */
    public BootOutcome boot(ResetReason reason) throws IOException {
        platform.otp().settle();
        Journal journal = new Journal(platform.flash(), platform.layout().journalFirstSector());
        String detail = platform.otp().provisioning().isPresent() ? "" : NOBODY_VOUCHES;
        if (journal.condition() != Journal.Condition.INTACT) {
            Optional<JournalState> derived = new Salvage(platform).derive();
            if (derived.isEmpty()) {
                return new BootOutcome.Recovery(nothingVerifies(reason, journal.condition()));
            }
            journal.format(derived.get());
            detail = "the journal was lost; derived from what verifies";
        }
        return new BootRun(platform, journal, reason, detail).run();
    }

    private BootReport nothingVerifies(ResetReason reason, Journal.Condition condition) throws IOException {
        SlotVerifier verifier = new SlotVerifier(platform);
        String detail = condition == Journal.Condition.BLANK
                ? "the flash holds no firmware"
                : "the journal is lost and no image verifies";
        for (EnvelopeArea area : EnvelopeArea.values()) {
            if (verifier.envelope(area).isPresent()) {
                detail += verifier.primary(area).fold(f -> "", refusal -> "; envelope " + area + ": " + refusal);
            }
        }
        return new BootReport(
                BootReport.Event.RECOVERY,
                detail,
                reason.label(),
                "",
                0,
                platform.otp().securityCounter(),
                0);
    }

    static long primaryOffsetBytes(BootPlatform platform) {
        return ImageView.primary(platform.flash(), platform.layout()).flashOffsetBytes();
    }
}
