package io.moult.server.tracker;

import io.moult.server.device.DeviceReading;
import io.moult.server.device.SupportReading;
import io.moult.server.repository.Release;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReportJson;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** The phases from a verified package to the device's return. */
final class Installing {
    private static final int MOST_ATTEMPTS = 3;
    private static final int POLLS_PER_QUESTION = 5;
    private final Moves moves;

    Installing(Moves moves) {
        this.moves = moves;
    }

    /** The device holds the package and believes it: go on at once, or wait for approval. */
    Step packageReady(Update update, Instant now) {
        if (!update.order().execute()) {
            return moves.enter(
                    update,
                    UpdatePhase.READY,
                    "",
                    now,
                    now.plus(moves.deadlines().approval()));
        }
        return execute(update, "", now);
    }

    /** The device has begun to install without being told. */
    Step updatesByItself(Update update, Instant now) {
        return waitForReboot(update.with(update.progress().withExecuted(true, now)), "by itself", now);
    }

    private Step execute(Update update, String why, Instant now) {
        return moves.enter(
                update.with(update.progress().withExecuted(false, now)),
                UpdatePhase.EXECUTING,
                why,
                now,
                now.plus(moves.deadlines().answer()),
                new TrackerCommand.Execute());
    }

    Step ready(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.ExecuteRequested) {
            return execute(update.approved(), "approved by the operator", now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.end(
                    update,
                    UpdatePhase.FAILED,
                    "nobody approved the installation in time",
                    now,
                    new TrackerCommand.CancelOnDevice());
        }
        return Step.none(update);
    }

    Step executing(Update update, TrackerEvent event, Instant now) {
        Update told = update.with(update.progress().withExecuted(true, now));
        if (event instanceof TrackerEvent.Accepted) {
            return waitForReboot(told, "", now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            // The device may have reset before its answer was seen.
            return none.sent() ? waitForReboot(told, none.why(), now) : moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.Rejected rejected) {
            Step step = moves.enter(
                    told,
                    UpdatePhase.CHECKING_RESULT,
                    "the device answered " + Moves.words(rejected.code(), rejected.diagnostic()),
                    now,
                    now.plus(moves.deadlines().answer()),
                    new TrackerCommand.Read());
            return step;
        }
        if (event instanceof TrackerEvent.Contact contact && contact.kind() == TrackerEvent.Contact.Kind.REGISTERED) {
            return moves.checkResult(told, now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return waitForReboot(told, "no answer to Update", now);
        }
        return Step.none(update);
    }

    private Step waitForReboot(Update update, String why, Instant now) {
        Step step = moves.enter(
                update,
                UpdatePhase.WAITING_FOR_REBOOT,
                why,
                now,
                now.plus(moves.deadlines().reboot()));
        return new Step(
                step.update().withNextAttempt(now.plus(moves.deadlines().poll())), step.commands(), step.news());
    }

    private Duration interval() {
        return moves.deadlines().poll().multipliedBy(POLLS_PER_QUESTION);
    }

    Step waitingForResult(Update update, Release release, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Read read) {
            return outcome(update, release, read.reading(), now);
        }
        if (event instanceof TrackerEvent.Contact) {
            return update.phase() == UpdatePhase.CHECKING_RESULT
                    ? Step.quietly(update.nextRound(), new TrackerCommand.Read())
                    : moves.checkResult(update, now);
        }
        if (event instanceof TrackerEvent.Notified || event instanceof TrackerEvent.AttemptDue) {
            return Step.quietly(update.nextRound().withNextAttempt(Instant.MAX), new TrackerCommand.Read());
        }
        if (event instanceof TrackerEvent.NoAnswer || event instanceof TrackerEvent.Busy) {
            return Step.none(update.withNextAttempt(now.plus(interval())));
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            String why = update.reason().isEmpty() ? "" : "; " + update.reason();
            return moves.end(
                    update, UpdatePhase.FAILED, "the device did not come back with a result in time" + why, now);
        }
        return Step.none(update);
    }

    /** What the device's Result and version say of the installation. */
    private Step outcome(Update update, Release release, DeviceReading reading, Instant now) {
        State state = reading.state().orElse(State.IDLE);
        UpdateResult result = reading.result().orElse(UpdateResult.INITIAL);
        Update told = update.with(update.progress().withOutcome(reading.version(), result.code()));
        if (result == UpdateResult.DEFERRED) {
            Update waits = told.with(told.progress().withExecuted(false, now));
            return moves.enter(
                    waits,
                    UpdatePhase.DEFERRED,
                    "Update Result 11",
                    now,
                    now.plus(moves.deadlines().deferral()));
        }
        if (state == State.UPDATING) {
            return stillWaits(update, "the device is still installing", now);
        }
        if (Moves.isFailure(result)) {
            return moves.end(told, UpdatePhase.FAILED, failure(reading), now);
        }
        Match match = match(release, reading, update.progress().versionBefore());
        if (result == UpdateResult.SUCCESS) {
            return match == Match.OTHER_SEQUENCE
                    ? moves.end(
                            told,
                            UpdatePhase.FAILED,
                            "the device reports success, but does not run sequence number "
                                    + Long.toUnsignedString(
                                            release.sequenceNumber().orElse(0)) + boot(reading),
                            now)
                    : moves.end(told, UpdatePhase.SUCCEEDED, "runs version " + shown(reading), now);
        }
        if (match == Match.SAME && state == State.IDLE && !onTrial(reading)) {
            return moves.end(told, UpdatePhase.SUCCEEDED, "runs version " + shown(reading), now);
        }
        if (state == State.DOWNLOADED) {
            return notInstalled(told, now);
        }
        return stillWaits(update, "the device tells no result yet: " + reading.describe(), now);
    }

    /** The package is still there: the device was reset before it was told, or refused to be told. */
    private Step notInstalled(Update update, Instant now) {
        boolean justTold = update.phase() == UpdatePhase.WAITING_FOR_REBOOT
                && now.isBefore(update.changedAt().plus(interval()));
        if (justTold) {
            return stillWaits(update, update.reason(), now);
        }
        if (update.progress().attempts() >= MOST_ATTEMPTS) {
            String why = update.reason().isEmpty() ? "" : ": " + update.reason();
            return moves.end(
                    update, UpdatePhase.FAILED, "the device holds the package but does not install it" + why, now);
        }
        Update again = update.with(update.progress().withOneMoreAttempt().withExecuted(false, now));
        return execute(again, "once more: the package is still there", now);
    }

    private Step stillWaits(Update update, String why, Instant now) {
        if (update.phase() == UpdatePhase.WAITING_FOR_REBOOT) {
            return Step.none(update.withNextAttempt(now.plus(interval())));
        }
        Step step = moves.enter(update, UpdatePhase.WAITING_FOR_REBOOT, why, now, update.deadline());
        return new Step(step.update().withNextAttempt(now.plus(interval())), step.commands(), step.news());
    }

    Step deferred(Update update, Release release, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.ExecuteRequested) {
            return execute(update.approved(), "executed again after a deferral", now);
        }
        if (event instanceof TrackerEvent.Contact || event instanceof TrackerEvent.Notified) {
            return Step.quietly(update.nextRound(), new TrackerCommand.Read());
        }
        if (event instanceof TrackerEvent.Read read) {
            boolean unchanged = read.reading().state().orElse(State.DOWNLOADED) == State.DOWNLOADED;
            return unchanged ? Step.none(update) : outcome(update, release, read.reading(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.end(
                    update,
                    UpdatePhase.FAILED,
                    "the update was deferred and not executed again in time",
                    now,
                    new TrackerCommand.CancelOnDevice());
        }
        return Step.none(update);
    }

    /** The new image runs, but may yet be given up: only a Result decides then. */
    private static boolean onTrial(DeviceReading reading) {
        return reading.support()
                .flatMap(support -> new BootReportJson().decode(support.bootReport()))
                .filter(report -> report.event() == BootReport.Event.TRIAL)
                .isPresent();
    }

    private enum Match {
        SAME,
        OTHER_SEQUENCE,
        UNKNOWN
    }

    private static Match match(Release release, DeviceReading reading, String versionBefore) {
        OptionalLong running =
                reading.support().map(SupportReading::sequenceNumber).orElse(OptionalLong.empty());
        if (release.sequenceNumber().isPresent() && running.isPresent()) {
            return running.equals(release.sequenceNumber()) ? Match.SAME : Match.OTHER_SEQUENCE;
        }
        boolean sameVersion = !release.version().isEmpty()
                && !release.version().equals(versionBefore)
                && (reading.packageVersion().filter(release.version()::equals).isPresent()
                        || reading.firmwareVersion()
                                .filter(release.version()::equals)
                                .isPresent());
        return sameVersion ? Match.SAME : Match.UNKNOWN;
    }

    private static String shown(DeviceReading reading) {
        return reading.version().isEmpty() ? "of which the device tells no name" : reading.version();
    }

    private static String failure(DeviceReading reading) {
        return Moves.why(reading) + boot(reading);
    }

    private static String boot(DeviceReading reading) {
        String report = reading.support().map(SupportReading::bootReport).orElse("");
        return report.isEmpty() ? "" : "; boot report " + report;
    }
}
