package io.moult.boot;

import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalEvent;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.OtpFullException;
import io.moult.boot.swap.SwapExecutor;
import io.moult.boot.swap.SwapPlan;
import io.moult.suit.verify.Refusal;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.Optional;

/** One boot over a readable journal: turns of "look at the state, do the one next thing", until something can start. */
final class BootRun {
    /** An honest boot takes four turns at most: refuse or install, try, revert, start. */
    private static final int TURN_LIMIT = 8;

    private final BootPlatform platform;
    private final FlashLayout layout;
    private final SlotVerifier verifier;
    private final Journal journal;
    private final ResetReason reason;
    private Event event = Event.NORMAL;
    private String detail;

    BootRun(BootPlatform platform, Journal journal, ResetReason reason, String detail) {
        this.detail = detail;
        this.platform = platform;
        this.layout = platform.layout();
        this.verifier = new SlotVerifier(platform);
        this.journal = journal;
        this.reason = reason;
    }

    BootOutcome run() throws IOException {
        for (int turn = 0; turn < TURN_LIMIT; turn++) {
            JournalState state = state();
            Optional<BootOutcome> outcome = switch (state.phase()) {
                case INSTALLING -> exchange(SwapPlan.install(layout.slots(state.swapSectors())));
                case REVERTING -> exchange(SwapPlan.revert(layout.slots(state.swapSectors())));
                case TRIAL -> trial(state);
                case SETTLED -> settled(state);
            };
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new IllegalStateException("a boot without end in " + state());
    }

    private JournalState state() {
        return journal.state().orElseThrow();
    }

    /** Goes on with an exchange from its last recorded step. One record ends it for the whole device. */
    private Optional<BootOutcome> exchange(SwapPlan plan) throws IOException {
        JournalState state = state();
        if (!plan.digest().equals(state.planDigest())) {
            return abandon("the exchange in the journal is not one of this layout");
        }
        new SwapExecutor(platform.flash())
                .run(plan, state.stepsDone(), done -> journal.append(new JournalEvent.Step(done)));
        if (state.phase() == Phase.INSTALLING) {
            journal.append(new JournalEvent.Installed());
        } else {
            event = Event.REVERTED;
            detail = detail.isEmpty() ? state.note() : detail;
            journal.append(new JournalEvent.Reverted());
        }
        return Optional.empty();
    }

    /** A journal that cannot be followed counts as lost. */
    private Optional<BootOutcome> abandon(String why) throws IOException {
        Optional<JournalState> derived = new Salvage(platform).derive();
        if (derived.isEmpty()) {
            return Optional.of(recovery(why + ", and no image verifies"));
        }
        journal.format(derived.get());
        return Optional.empty();
    }

    /** Boots an unconfirmed image while it has attempts left and has not failed; else goes back. */
    private Optional<BootOutcome> trial(JournalState state) throws IOException {
        ImageVerdict verdict = verifier.primary(state.runningArea());
        Optional<String> failure = trialFailure(state, verdict);
        if (failure.isPresent()) {
            ImageVerdict previous = verifier.previous(state.runningArea().other());
            if (previous.facts().isPresent()) {
                return goBack(state, failure.get());
            }
            if (verdict.facts().isEmpty()) {
                return Optional.of(recovery(failure.get() + "; previous image: " + refusalOf(previous)));
            }
            // better an image that may fail again than none for ever
            detail = failure.get() + "; nothing to go back to: " + refusalOf(previous);
        }
        ImageFacts facts = verdict.facts().orElseThrow();
        JournalState tried = journal.append(new JournalEvent.Attempt(state.attempts() + 1));
        event = Event.TRIAL;
        return Optional.of(started(facts, tried));
    }

    private Optional<String> trialFailure(JournalState state, ImageVerdict verdict) {
        if (verdict.refusal().isPresent()) {
            return Optional.of("image on trial: " + refusalOf(verdict));
        }
        boolean failed = reason == ResetReason.WATCHDOG || reason == ResetReason.CRASH;
        if (state.attempts() >= platform.trialAttempts() || (state.attempts() > 0 && failed)) {
            return Optional.of("not confirmed, reset by " + reason.label());
        }
        return Optional.empty();
    }

    private Optional<BootOutcome> goBack(JournalState state, String why) throws IOException {
        SwapPlan plan = SwapPlan.revert(layout.slots(state.swapSectors()));
        journal.append(new JournalEvent.Reverting(state.swapSectors(), plan.digest(), why));
        event = Event.REVERTED;
        detail = why;
        return Optional.empty();
    }

    private Optional<BootOutcome> settled(JournalState state) throws IOException {
        ImageVerdict verdict = verifier.primary(state.runningArea());
        if (state.secondary() == SecondaryContent.PENDING) {
            return candidate(state, verdict);
        }
        if (verdict.facts().isPresent()) {
            ImageFacts facts = verdict.facts().get();
            raiseSecurityCounter(facts.securityCounter());
            return Optional.of(started(facts, state));
        }
        return rescue(state, "running image: " + refusalOf(verdict));
    }

    /** Once more what the confirmation did, in case that was cut off. A full memory is no reason not to boot. */
    private void raiseSecurityCounter(long to) throws IOException {
        try {
            platform.otp().raiseSecurityCounter(to);
        } catch (OtpFullException e) {
            detail = "the security counter cannot rise to " + Long.toUnsignedString(to) + ": its memory is full";
        }
    }

    /** Verified before anything is moved: a bad candidate costs one record. */
    private Optional<BootOutcome> candidate(JournalState state, ImageVerdict running) throws IOException {
        ImageVerdict candidate = verifier.candidate(state, running.facts());
        if (candidate.facts().isPresent()) {
            install(state, candidate.facts().get());
        } else {
            event = Event.CANDIDATE_REFUSED;
            detail = refusalOf(candidate);
            journal.append(new JournalEvent.Failed(detail));
        }
        return Optional.empty();
    }

    private void install(JournalState state, ImageFacts candidate) throws IOException {
        int runningSectors = verifier.describe(state.runningArea())
                .map(facts -> layout.sectorsOf(facts.sizeBytes()))
                .filter(sectors -> sectors <= layout.slotSectors())
                .orElse(layout.slotSectors());
        int sectors = Math.max(runningSectors, layout.sectorsOf(candidate.sizeBytes()));
        journal.append(new JournalEvent.Plan(
                sectors, SwapPlan.install(layout.slots(sectors)).digest()));
    }

    /** The confirmed image has rotted: the previous one, or a whole candidate that waits, is better than none. */
    private Optional<BootOutcome> rescue(JournalState state, String why) throws IOException {
        if (state.secondary() == SecondaryContent.PREVIOUS) {
            ImageVerdict previous = verifier.previous(state.runningArea().other());
            return previous.facts().isPresent()
                    ? goBack(state, why)
                    : Optional.of(recovery(why + "; previous image: " + refusalOf(previous)));
        }
        if (state.secondary() == SecondaryContent.STAGED) {
            ImageVerdict candidate = verifier.candidate(state, Optional.empty());
            if (candidate.facts().isPresent()) {
                install(state, candidate.facts().get());
                return Optional.empty();
            }
            return Optional.of(recovery(why + "; staged image: " + refusalOf(candidate)));
        }
        return Optional.of(recovery(why));
    }

    private BootOutcome started(ImageFacts facts, JournalState state) {
        RunningImage image = new RunningImage(
                BootRom.primaryOffsetBytes(platform),
                facts.sizeBytes(),
                facts.imageDigest(),
                facts.version(),
                facts.sequenceNumber(),
                facts.manifestDigest());
        BootReport report = new BootReport(
                event,
                detail,
                reason.label(),
                facts.version(),
                facts.sequenceNumber(),
                platform.otp().securityCounter(),
                state.attempts());
        return new BootOutcome.Started(report, image, !state.confirmed());
    }

    private BootOutcome recovery(String why) {
        return new BootOutcome.Recovery(new BootReport(
                Event.RECOVERY, why, reason.label(), "", 0, platform.otp().securityCounter(), state().attempts()));
    }

    private static String refusalOf(ImageVerdict verdict) {
        return verdict.refusal().map(Refusal::toString).orElse("");
    }
}
