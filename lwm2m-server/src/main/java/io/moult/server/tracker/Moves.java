package io.moult.server.tracker;

import io.moult.server.device.DeviceReading;
import io.moult.server.device.SupportReading;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The moves that several phases share. */
final class Moves {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private final Deadlines deadlines;

    Moves(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Step enter(
            Update update, UpdatePhase phase, String why, Instant now, Instant deadline, TrackerCommand... commands) {
        Update entered = update.enter(phase, why, now, deadline);
        String text = why.isEmpty() ? phase.meaning() : phase.meaning() + ": " + why;
        return new Step(entered, List.of(commands), List.of(new TimelineEntry(now, phase, text)));
    }

    Step end(Update update, UpdatePhase phase, String reason, Instant now, TrackerCommand... commands) {
        Update ended = update.enter(phase, reason, now, Instant.MAX);
        return new Step(ended, List.of(commands), List.of(new TimelineEntry(now, phase, reason)));
    }

    /** Waits until the device is heard of, and tries by itself from time to time. The wait ends without progress. */
    Step park(Update update, String why, Instant now, TrackerCommand... commands) {
        Instant deadline = update.progress().lastProgress().plus(deadlines.contact());
        Step parked = enter(update, UpdatePhase.WAITING_FOR_CONTACT, why, now, deadline, commands);
        Duration idle = Duration.between(update.progress().lastProgress(), now);
        Duration wait = idle.compareTo(deadlines.retry()) < 0 ? deadlines.retry() : idle;
        Duration bounded = wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
        return new Step(parked.update().withNextAttempt(now.plus(bounded)), parked.commands(), parked.news());
    }

    Step prepare(Update update, Instant now) {
        return enter(update, UpdatePhase.PREPARING, "", now, now.plus(deadlines.answer()), new TrackerCommand.Read());
    }

    /** Asks for Result and version; the deadline of the installation goes on. */
    Step checkResult(Update update, Instant now) {
        Instant deadline =
                update.phase() == UpdatePhase.WAITING_FOR_REBOOT ? update.deadline() : now.plus(deadlines.reboot());
        return enter(update, UpdatePhase.CHECKING_RESULT, "", now, deadline, new TrackerCommand.Read());
    }

    /** Delivers once more from nothing, a few times at most. */
    Step deliverAgain(Update update, String why, Instant now) {
        if (update.progress().attempts() >= 3) {
            return end(update, UpdatePhase.FAILED, why + ", and that after three deliveries", now);
        }
        Update again = update.with(
                update.progress().withOneMoreAttempt().withDelivered(false, now).withOffset(0, now));
        return park(again, why, now);
    }

    Step refused(Update update, DeviceReading reading, String answered, Instant now, TrackerCommand... commands) {
        Update told = update.with(update.progress().withOutcome(reading.version(), resultCode(reading)));
        String reason = why(reading);
        String both = reason.isEmpty() || answered.isEmpty() ? reason + answered : reason + "; " + answered;
        return end(told, UpdatePhase.REFUSED, both, now, commands);
    }

    static int resultCode(DeviceReading reading) {
        return reading.result().map(UpdateResult::code).orElse(-1);
    }

    static boolean isFailure(UpdateResult result) {
        return switch (result) {
            case INITIAL, SUCCESS, DEFERRED -> false;
            default -> true;
        };
    }

    /** The device's own reason: its last refusal, else the name of its Result, else nothing. */
    static String why(DeviceReading reading) {
        String result = reading.result()
                .filter(Moves::isFailure)
                .map(r -> "Update Result " + r.code() + " ("
                        + r.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")")
                .orElse("");
        String refusal = reading.support().map(SupportReading::lastRefusal).orElse("");
        if (refusal.isEmpty()) {
            return result;
        }
        return result.isEmpty() ? refusal : refusal + "; " + result;
    }

    static String words(String code, String diagnostic) {
        return diagnostic.isBlank() ? code : code + " \"" + diagnostic.strip() + "\"";
    }
}
