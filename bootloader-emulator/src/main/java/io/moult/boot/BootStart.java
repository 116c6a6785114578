package io.moult.boot;

import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.SetFacts;
import io.moult.boot.otp.OtpFullException;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.suit.manifest.ComponentId;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The end of every boot: the last look before the jump, the jump itself, and the report of how it came to it. */
final class BootStart {
    private final BootPlatform platform;
    private final ResetReason reason;
    private final SetVerifier verifier;
    private Event event = Event.NORMAL;
    private String detail = "";

    BootStart(BootPlatform platform, ResetReason reason) {
        this.platform = platform;
        this.reason = reason;
        this.verifier = new SetVerifier(platform);
    }

    /** What the report will say; the last one counts. */
    void note(Event what, String why) {
        event = what;
        detail = why;
    }

    void note(String why) {
        detail = why;
    }

    String note() {
        return detail;
    }

    /** Executes a set that was found good and is still found good by another path; else nothing that is not golden. */
    BootOutcome start(SetLook look, boolean confirmed, int attempts) throws IOException {
        if (!isGood(look)) {
            return lastResort("the second look finds what the first did not: " + look.refusal(), attempts);
        }
        SetFacts facts = look.facts().orElseThrow();
        if (confirmed) {
            raiseSecurityCounter(facts.securityCounter());
        }
        return new BootOutcome.Started(report(Optional.of(facts), attempts), images(look, facts), !confirmed, false);
    }

    /** Golden images if they verify; else nothing runs. */
    BootOutcome lastResort(String why, int attempts) throws IOException {
        Optional<SetLook> golden = verifier.golden();
        if (golden.isPresent() && isFirstGood(golden.get()) && isGood(golden.get())) {
            SetFacts facts = golden.get().facts().orElseThrow();
            note(Event.RECOVERY, why + "; golden images run");
            return new BootOutcome.Started(
                    report(Optional.of(facts), attempts), images(golden.get(), facts), false, true);
        }
        note(
                Event.RECOVERY,
                golden.map(look -> why + "; golden images: " + look.refusal()).orElse(why));
        return new BootOutcome.Recovery(report(Optional.empty(), attempts));
    }

    private boolean isFirstGood(SetLook look) {
        return platform.decisions().is("first-look", look.verified());
    }

    private boolean isGood(SetLook look) throws IOException {
        return platform.decisions().is("second-look", verifier.confirms(look));
    }

    /** Once more what the confirmation did, in case that was cut off. A full memory is no reason not to boot. */
    private void raiseSecurityCounter(long to) throws IOException {
        try {
            platform.otp().raiseSecurityCounter(to);
        } catch (OtpFullException e) {
            detail = "the security counter cannot rise to " + Long.toUnsignedString(to) + ": its memory is full";
        }
    }

    /** A second stage first, then as the manifest says. */
    private List<RunningImage> images(SetLook look, SetFacts facts) {
        Topology topology = platform.topology();
        List<RunningImage> images = new ArrayList<>();
        for (ComponentId component : facts.startOrder()) {
            ComponentPlace place = topology.components().get(topology.indexOf(component));
            ImageFacts image = facts.of(component).orElseThrow();
            images.add(
                    place.secondStage() ? 0 : images.size(),
                    new RunningImage(
                            component,
                            place.master(),
                            look.images().image(component).flashOffsetBytes(),
                            image.sizeBytes(),
                            image.sha256(),
                            facts.version(),
                            facts.sequenceNumber(),
                            facts.manifestDigest(),
                            look.images().image(component).ram()));
        }
        return images;
    }

    private BootReport report(Optional<SetFacts> facts, int attempts) {
        return new BootReport(
                event,
                detail,
                reason.label(),
                facts.map(SetFacts::version).orElse(""),
                facts.map(SetFacts::sequenceNumber).orElse(0L),
                platform.otp().securityCounter(),
                attempts);
    }
}
