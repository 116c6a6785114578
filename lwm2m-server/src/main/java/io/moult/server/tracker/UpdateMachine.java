package io.moult.server.tracker;

import io.moult.server.repository.Release;
import java.time.Instant;

/**
 * One update of one device, as a pure function: no clock, socket or thread. What a phase does not expect changes
 * nothing.
 */
public final class UpdateMachine {
    private final Moves moves;
    private final Delivering delivering;
    private final Installing installing;

    public UpdateMachine(Deadlines deadlines) {
        this.moves = new Moves(deadlines);
        this.installing = new Installing(moves);
        this.delivering = new Delivering(moves, installing);
    }

    /** What an event does to an update of a device with a release. */
    public Step on(Update update, Release release, TrackerEvent event, Instant now) {
        if (update.phase().isFinal()) {
            return Step.none(update);
        }
        if (event instanceof TrackerEvent.ServerRestarted) {
            return restarted(update, now);
        }
        if (event instanceof TrackerEvent.CancelRequested) {
            return cancel(update, now);
        }
        return switch (update.phase()) {
            case WAITING_FOR_CONTACT -> waitingForContact(update, event, now);
            case PREPARING -> delivering.preparing(update, release, event, now);
            case RESETTING -> delivering.resetting(update, event, now);
            case WAITING_FOR_SLOT -> delivering.waitingForSlot(update, event, now);
            case PUSHING -> delivering.pushing(update, event, now);
            case WRITING_URI -> delivering.writingUri(update, event, now);
            case DOWNLOADING -> delivering.downloading(update, event, now);
            case WAITING_FOR_VERIFICATION -> delivering.verifying(update, release, event, now);
            case READY -> installing.ready(update, event, now);
            case EXECUTING -> installing.executing(update, event, now);
            case WAITING_FOR_REBOOT, CHECKING_RESULT -> installing.waitingForResult(update, release, event, now);
            case DEFERRED -> installing.deferred(update, release, event, now);
            case CANCELLING -> cancelling(update, event, now);
            case SUCCEEDED, FAILED, REFUSED, CANCELLED -> Step.none(update);
        };
    }

    Deadlines deadlines() {
        return moves.deadlines();
    }

    /** True if the operator may still withdraw it: not while the device installs. */
    public static boolean isCancellable(Update update) {
        return switch (update.phase()) {
            case EXECUTING, WAITING_FOR_REBOOT, CHECKING_RESULT, CANCELLING -> false;
            case SUCCEEDED, FAILED, REFUSED, CANCELLED -> false;
            default -> !update.progress().executed();
        };
    }

    /** True if the operator may have it executed: the package is ready, or was deferred. */
    public static boolean isExecutable(Update update) {
        return update.phase() == UpdatePhase.READY || update.phase() == UpdatePhase.DEFERRED;
    }

    private Step waitingForContact(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Contact
                || event instanceof TrackerEvent.AttemptDue
                || event instanceof TrackerEvent.Notified) {
            return update.progress().executed() ? moves.checkResult(update, now) : moves.prepare(update, now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            String last = update.reason().isEmpty() ? "it was never heard of" : "last: " + update.reason();
            return moves.end(update, UpdatePhase.FAILED, "the device did not answer in time; " + last, now);
        }
        return Step.none(update);
    }

    private Step restarted(Update update, Instant now) {
        return switch (update.phase()) {
            case READY, DEFERRED -> Step.none(update);
            case EXECUTING, WAITING_FOR_REBOOT, CHECKING_RESULT -> {
                Update told = update.with(update.progress().withExecuted(true, now));
                yield moves.enter(
                        told,
                        UpdatePhase.WAITING_FOR_REBOOT,
                        "the server was restarted",
                        now,
                        now.plus(moves.deadlines().reboot()));
            }
            case CANCELLING ->
                moves.end(
                        update,
                        UpdatePhase.CANCELLED,
                        "withdrawn; the server was restarted before the device answered",
                        now);
            default ->
                moves.enter(
                        update,
                        UpdatePhase.WAITING_FOR_CONTACT,
                        "the server was restarted",
                        now,
                        now.plus(moves.deadlines().contact()));
        };
    }

    private Step cancel(Update update, Instant now) {
        if (!isCancellable(update)) {
            return Step.none(update);
        }
        return switch (update.phase()) {
            case WAITING_FOR_SLOT ->
                moves.end(
                        update,
                        UpdatePhase.CANCELLED,
                        "withdrawn by the operator",
                        now,
                        new TrackerCommand.ReleaseSlot());
            case PUSHING ->
                cancelOnDevice(
                        update,
                        now,
                        new TrackerCommand.StopPush(),
                        new TrackerCommand.ReleaseSlot(),
                        new TrackerCommand.CancelOnDevice());
            case WAITING_FOR_CONTACT -> moves.end(update, UpdatePhase.CANCELLED, "withdrawn by the operator", now);
            default -> cancelOnDevice(update, now, new TrackerCommand.CancelOnDevice());
        };
    }

    private Step cancelOnDevice(Update update, Instant now, TrackerCommand... commands) {
        return moves.enter(
                update,
                UpdatePhase.CANCELLING,
                "",
                now,
                now.plus(moves.deadlines().answer()),
                commands);
    }

    private Step cancelling(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Accepted) {
            return moves.end(update, UpdatePhase.CANCELLED, "withdrawn by the operator", now);
        }
        if (event instanceof TrackerEvent.Rejected rejected) {
            return moves.end(
                    update,
                    UpdatePhase.CANCELLED,
                    "withdrawn by the operator; the device answered "
                            + Moves.words(rejected.code(), rejected.diagnostic()),
                    now);
        }
        if (event instanceof TrackerEvent.NoAnswer || event instanceof TrackerEvent.DeadlinePassed) {
            return moves.end(
                    update, UpdatePhase.CANCELLED, "withdrawn by the operator; the device did not answer", now);
        }
        return Step.none(update);
    }
}
