package io.moult.boot;

import io.moult.boot.flash.BadSectorException;
import io.moult.boot.image.SetFacts;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalEvent;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.swap.Changes;
import io.moult.boot.swap.SwapExecutor;
import io.moult.boot.swap.SwapPlan;
import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlans;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.updateobject.BootReport.Event;
import java.io.IOException;
import java.util.Optional;

/** One boot over a readable journal: turns of "look at the state, do the one next thing", until something can start. */
final class BootRun {
    /** An honest boot takes four turns at most: refuse or install, try, revert, start. */
    private static final int TURN_LIMIT = 8;

    private final BootPlatform platform;
    private final Topology topology;
    private final SetVerifier verifier;
    private final Journal journal;
    private final ResetReason reason;
    private final BootStart start;

    BootRun(BootPlatform platform, Journal journal, ResetReason reason, BootStart start) {
        this.platform = platform;
        this.topology = platform.topology();
        this.verifier = new SetVerifier(platform);
        this.journal = journal;
        this.reason = reason;
        this.start = start;
    }

    BootOutcome run() throws IOException {
        try {
            journal.consolidate();
            for (int turn = 0; turn < TURN_LIMIT; turn++) {
                Optional<BootOutcome> outcome = turn(state());
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        } catch (BadSectorException e) {
            return withoutWriting("the flash fails: " + e.getMessage());
        }
        throw new IllegalStateException("a boot without end in " + state());
    }

    private Optional<BootOutcome> turn(JournalState state) throws IOException {
        return switch (state.phase()) {
            case INSTALLING -> exchange(state, Direction.INSTALL);
            case REVERTING -> exchange(state, Direction.REVERT);
            case TRIAL -> trial(state);
            case SETTLED -> settled(state);
            case GIVEN_UP -> givenUp(state);
        };
    }

    private JournalState state() {
        return journal.state().orElseThrow();
    }

    /** A confirmed set needs no record to start; anything else does. */
    private BootOutcome withoutWriting(String why) throws IOException {
        start.note(why);
        if (state().phase() == Phase.SETTLED) {
            SetLook running = verifier.running(state().runningArea(), state().sides());
            if (isGood(running)) {
                return start.start(running, true, 0);
            }
        }
        return start.lastResort(why, state().attempts());
    }

    private boolean isGood(SetLook look) {
        return platform.decisions().is("first-look", look.verified());
    }

    // ---- exchanges

    /** Goes on with an exchange from its last recorded step. One record ends it for the whole set. */
    private Optional<BootOutcome> exchange(JournalState state, Direction direction) throws IOException {
        Optional<SwapPlan> plan = SwapPlans.proven(topology, direction, state.changes())
                .filter(one -> one.digest().equals(state.planDigest()));
        if (plan.isEmpty()) {
            return abandon("the exchange in the journal is not one of this device");
        }
        boolean install = direction == Direction.INSTALL;
        int kept = state.generation();
        new SwapExecutor(
                        platform.flash(), platform.ofGeneration(install ? kept - 1 : kept), platform.ofGeneration(kept))
                .run(plan.get(), state.stepsDone(), done -> journal.append(new JournalEvent.Step(done)));
        int sides = topology.strategy().changesSides() ? state.otherSides() : state.sides();
        if (install) {
            journal.append(new JournalEvent.Installed(sides));
        } else {
            start.note(Event.REVERTED, start.note().isEmpty() ? state.note() : start.note());
            journal.append(new JournalEvent.Reverted(sides));
        }
        return Optional.empty();
    }

    /** A journal that cannot be followed counts as lost. */
    private Optional<BootOutcome> abandon(String why) throws IOException {
        Optional<JournalState> derived = new Salvage(platform).derive();
        if (derived.isEmpty()) {
            return Optional.of(start.lastResort(why + ", and no image verifies", 0));
        }
        journal.format(derived.get());
        return Optional.empty();
    }

    private void install(JournalState state, SetFacts candidate, Optional<SetFacts> wayBack) throws IOException {
        boolean back = wayBack.isPresent() && topology.strategy().keepsPrevious();
        Changes changes = new SetChanges(topology)
                .blocks(state.changes().mask(), Optional.of(back ? wayBack.get() : candidate), candidate);
        SwapPlan plan = SwapPlans.proven(topology, Direction.INSTALL, changes).orElseThrow();
        journal.append(new JournalEvent.Plan(plan.digest(), back, changes));
    }

    private Optional<BootOutcome> goBack(JournalState state, String why) throws IOException {
        Optional<SwapPlan> plan = SwapPlans.proven(topology, Direction.REVERT, state.changes());
        if (plan.isEmpty()) {
            return abandon("the way back in the journal is not one of this device");
        }
        journal.append(new JournalEvent.Reverting(plan.get().digest(), why));
        start.note(Event.REVERTED, why);
        return Optional.empty();
    }

    // ---- the set on trial

    /** Boots an unconfirmed set while it has attempts left and has not failed; else goes back, else to golden images. */
    private Optional<BootOutcome> trial(JournalState state) throws IOException {
        SetLook look = verifier.running(state.runningArea(), state.sides());
        int powerCuts = state.powerCuts() + (isForgiven(state) ? 1 : 0);
        Optional<String> failure = trialFailure(state, powerCuts, look);
        if (failure.isPresent()) {
            String why = failure.get();
            String noWay = "none is kept";
            if (state.secondary() == SecondaryContent.PREVIOUS) {
                SetLook previous = verifier.previous(state);
                if (isGood(previous)) {
                    return goBack(state, why);
                }
                noWay = previous.refusal();
            }
            if (verifier.golden().filter(this::isGood).isPresent()) {
                journal.append(new JournalEvent.GaveUp(why));
                return Optional.empty();
            }
            if (!isGood(look)) {
                return Optional.of(start.lastResort(why + "; previous image: " + noWay, state.attempts()));
            }
            // better an image that may fail again than none for ever
            start.note(why + "; nothing to go back to: " + noWay);
        }
        return Optional.of(attempt(state, look, powerCuts));
    }

    private BootOutcome attempt(JournalState state, SetLook look, int powerCuts) throws IOException {
        JournalState tried = journal.append(new JournalEvent.Attempt(state.attempts() + 1, powerCuts));
        start.note(Event.TRIAL, start.note());
        return start.start(look, false, tried.attempts());
    }

    /** Whether the last attempt does not count, because power was lost in it. */
    private boolean isForgiven(JournalState state) {
        return reason == ResetReason.POWER
                && state.attempts() > state.powerCuts()
                && state.powerCuts() < platform.trials().forgivenPowerCuts();
    }

    private Optional<String> trialFailure(JournalState state, int powerCuts, SetLook look) {
        if (!isGood(look)) {
            return Optional.of("image on trial: " + look.refusal());
        }
        boolean failed = reason == ResetReason.WATCHDOG || reason == ResetReason.CRASH;
        boolean spent = state.attempts() - powerCuts >= platform.trials().attempts();
        if (spent || (state.attempts() > 0 && failed)) {
            return Optional.of("not confirmed, reset by " + reason.label());
        }
        return Optional.empty();
    }

    // ---- the set that is confirmed, or given up

    private Optional<BootOutcome> settled(JournalState state) throws IOException {
        SetLook running = verifier.running(state.runningArea(), state.sides());
        if (state.secondary() == SecondaryContent.PENDING) {
            candidate(state, running);
            return Optional.empty();
        }
        if (!isGood(running)) {
            return rescue(state, "running image: " + running.refusal());
        }
        journal.seal();
        return Optional.of(start.start(running, true, state.attempts()));
    }

    /** Golden images run, until a candidate comes; without them, better what failed than nothing for ever. */
    private Optional<BootOutcome> givenUp(JournalState state) throws IOException {
        String said = start.note().isEmpty() ? state.note() : start.note();
        String why = "given up" + (said.isEmpty() ? "" : ": " + said);
        SetLook installed = verifier.running(state.runningArea(), state.sides());
        if (state.secondary() == SecondaryContent.PENDING) {
            candidate(state, installed);
            return Optional.empty();
        }
        boolean golden = verifier.golden().filter(this::isGood).isPresent();
        if (!golden && isGood(installed)) {
            start.note(why + "; and no golden image verifies");
            return Optional.of(attempt(state, installed, state.powerCuts()));
        }
        return golden ? Optional.of(start.lastResort(why, state.attempts())) : rescue(state, why);
    }

    /** Judged before anything is written; refused or made, it is done with. */
    private void changeOfTrust(JournalState state, SetLook running, Bytes change) throws IOException {
        boolean confirmed = state.phase() == Phase.SETTLED && isGood(running) && running.verified();
        Optional<TrustUpdate.Running> kept = verifier.envelope(state.runningArea())
                .filter(envelope -> confirmed)
                .map(envelope -> new TrustUpdate.Running(envelope, running.images()));
        Optional<Refusal> refusal = new TrustUpdate(platform).make(change, kept);
        if (refusal.isPresent()) {
            start.note(Event.CANDIDATE_REFUSED, refusal.get().toString());
            journal.append(new JournalEvent.Failed(refusal.get().toString()));
        } else {
            start.note("whom this device believes was changed");
            journal.append(new JournalEvent.Discarded());
        }
    }

    /** Verified before anything is moved: a bad candidate costs one record. */
    private void candidate(JournalState state, SetLook running) throws IOException {
        Optional<Bytes> change = verifier.changeOfTrust(state);
        if (change.isPresent()) {
            changeOfTrust(state, running, change.get());
            return;
        }
        boolean confirmed = state.phase() == Phase.SETTLED;
        Optional<SetFacts> wayBack = running.facts().filter(facts -> confirmed);
        SetLook candidate = verifier.candidate(state, wayBack);
        if (isGood(candidate) && candidate.verified()) {
            install(state, candidate.facts().orElseThrow(), wayBack);
            return;
        }
        start.note(Event.CANDIDATE_REFUSED, candidate.refusal());
        journal.append(new JournalEvent.Failed(candidate.refusal()));
    }

    /** What is installed does not verify: the previous set, or a whole candidate that waits, is better than none. */
    private Optional<BootOutcome> rescue(JournalState state, String why) throws IOException {
        if (state.secondary() == SecondaryContent.PREVIOUS) {
            SetLook previous = verifier.previous(state);
            return isGood(previous)
                    ? goBack(state, why)
                    : Optional.of(start.lastResort(why + "; previous image: " + previous.refusal(), 0));
        }
        if (state.secondary() == SecondaryContent.STAGED) {
            SetLook staged = verifier.candidate(state, Optional.empty());
            if (isGood(staged) && staged.verified()) {
                install(state, staged.facts().orElseThrow(), Optional.empty());
                return Optional.empty();
            }
            return Optional.of(start.lastResort(why + "; staged image: " + staged.refusal(), 0));
        }
        return Optional.of(start.lastResort(why, 0));
    }
}
