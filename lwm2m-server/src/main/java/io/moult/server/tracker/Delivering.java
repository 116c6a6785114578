package io.moult.server.tracker;

import io.moult.server.device.DeviceReading;
import io.moult.server.device.SupportReading;
import io.moult.server.repository.Release;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The phases until the device holds a package that it believes. */
final class Delivering {
    private final Moves moves;
    private final Installing installing;

    Delivering(Moves moves, Installing installing) {
        this.moves = moves;
        this.installing = installing;
    }

    Step preparing(Update update, Release release, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Read read) {
            boolean news = update.progress().versionBefore().isEmpty();
            Update known = news
                    ? update.with(
                            update.progress().withVersionBefore(read.reading().version()))
                    : update;
            return decide(known, release, read.reading(), now);
        }
        if (event instanceof TrackerEvent.Busy) {
            // In the middle of a push some answer nothing but the next expected block, so that is what they get.
            boolean goOn = update.order().delivery() == Delivery.PUSH
                    && !update.progress().delivered()
                    && update.progress().offsetBytes() > 0;
            return goOn
                    ? queue(update, "the device answers that it is busy: the next expected block is tried", now)
                    : moves.park(update, "the device answers that it is busy (5.03)", now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            return moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.park(update, "the device did not tell its State in time", now);
        }
        boolean reset =
                event instanceof TrackerEvent.Contact contact && contact.kind() == TrackerEvent.Contact.Kind.REGISTERED;
        return reset ? again(update, event) : Step.none(update);
    }

    /** What the device's State and progress call for. */
    private Step decide(Update update, Release release, DeviceReading reading, Instant now) {
        if (reading.state().isEmpty()) {
            return moves.end(
                    update,
                    UpdatePhase.FAILED,
                    "the device does not tell a State at 5/0/3: it has no firmware update",
                    now);
        }
        Optional<String> foreign = OfferPolicy.refusal(
                release,
                reading.support().flatMap(SupportReading::vendorId),
                reading.support().flatMap(SupportReading::classId));
        if (foreign.isPresent() && !update.order().force()) {
            return moves.end(update, UpdatePhase.REFUSED, foreign.get(), now);
        }
        State state = reading.state().get();
        boolean delivered = update.progress().delivered();
        return switch (state) {
            case UPDATING -> moves.park(update, "the device is installing another update", now);
            case DOWNLOADED ->
                delivered || holds(release, reading) >= release.sizeBytes()
                        ? installing.packageReady(delivered ? update : took(update, release, now), now)
                        : reset(update, now);
            case DOWNLOADING -> delivered ? download(update, reading, now) : deliver(update, release, reading, now);
            case IDLE -> {
                Optional<UpdateResult> bad = reading.result().filter(Moves::isFailure);
                if (delivered && bad.isPresent()) {
                    yield moves.refused(update, reading, "", now);
                }
                if (!delivered) {
                    yield deliver(update, release, reading, now);
                }
                if (update.progress().attempts() >= 3) {
                    yield moves.end(
                            update, UpdatePhase.FAILED, "the device has lost the package each time, three times", now);
                }
                Update begin = update.with(update.progress()
                        .withOneMoreAttempt()
                        .withDelivered(false, now)
                        .withOffset(0, now));
                yield deliver(begin, release, reading, now);
            }
        };
    }

    private Step deliver(Update update, Release release, DeviceReading reading, Instant now) {
        if (update.order().delivery() == Delivery.URI) {
            return moves.enter(
                    update,
                    UpdatePhase.WRITING_URI,
                    "",
                    now,
                    now.plus(moves.deadlines().answer()),
                    new TrackerCommand.WriteUri());
        }
        Update at = reading.support().isPresent()
                ? update.with(update.progress().withOffset(holds(release, reading), now))
                : update;
        return queue(at, "", now);
    }

    private Step queue(Update update, String why, Instant now) {
        return moves.enter(
                update,
                UpdatePhase.WAITING_FOR_SLOT,
                why,
                now,
                now.plus(moves.deadlines().slot()),
                new TrackerCommand.RequestSlot());
    }

    private Step reset(Update update, Instant now) {
        if (update.progress().attempts() >= 3) {
            return moves.end(
                    update,
                    UpdatePhase.FAILED,
                    "the device holds the package of another update and does not let go of it",
                    now);
        }
        return moves.enter(
                update.with(update.progress().withOneMoreAttempt()),
                UpdatePhase.RESETTING,
                "",
                now,
                now.plus(moves.deadlines().answer()),
                new TrackerCommand.ResetPackage());
    }

    /** Octets of this very body that the device says it holds. */
    private static long holds(Release release, DeviceReading reading) {
        return reading.support()
                .filter(support -> support.bodyIdentity().equals(release.bodyIdentity()))
                .map(SupportReading::resumeOffsetBytes)
                .map(bytes -> Math.max(0, Math.min(bytes, release.sizeBytes())))
                .orElse(0L);
    }

    private static Update took(Update update, Release release, Instant now) {
        return update.with(
                update.progress().withOffset(release.sizeBytes(), now).withDelivered(true, now));
    }

    Step resetting(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Accepted || event instanceof TrackerEvent.Rejected) {
            return moves.prepare(update, now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            return moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.park(update, "the device did not clear its package in time", now);
        }
        return Step.none(update);
    }

    Step waitingForSlot(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.SlotGranted) {
            long offset = update.progress().offsetBytes();
            String from = offset == 0 ? "from the beginning" : "from octet " + offset + " on";
            return moves.enter(
                    update,
                    UpdatePhase.PUSHING,
                    from,
                    now,
                    now.plus(moves.deadlines().transferIdle()),
                    new TrackerCommand.Push(offset));
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.park(update, "no transfer slot became free", now, new TrackerCommand.ReleaseSlot());
        }
        return Step.none(update);
    }

    Step pushing(Update update, TrackerEvent event, Instant now) {
        TrackerCommand release = new TrackerCommand.ReleaseSlot();
        if (event instanceof TrackerEvent.PushCompleted) {
            Update taken = update.with(update.progress()
                    .withOffset(update.order().sizeBytes(), now)
                    .withDelivered(true, now));
            return verify(taken, "", now, release);
        }
        if (event instanceof TrackerEvent.PushInterrupted interrupted) {
            return moves.park(update, interrupted.why(), now, release);
        }
        if (event instanceof TrackerEvent.PushRefused refused) {
            return verify(
                    update, "the device answered " + Moves.words(refused.code(), refused.diagnostic()), now, release);
        }
        if (event instanceof TrackerEvent.PushTooLarge large) {
            String limit = large.limitBytes().isPresent()
                    ? "takes at most " + large.limitBytes().getAsLong() + " octets"
                    : "does not take so much";
            return moves.end(
                    update,
                    UpdatePhase.REFUSED,
                    "package-too-large: the package has " + update.order().sizeBytes() + " octets, the device " + limit
                            + " (4.13)",
                    now,
                    release);
        }
        if (event instanceof TrackerEvent.Contact contact && contact.kind() == TrackerEvent.Contact.Kind.REGISTERED) {
            Step step = moves.prepare(update, now);
            return new Step(
                    step.update(),
                    List.of(new TrackerCommand.StopPush(), release, new TrackerCommand.Read()),
                    step.news());
        }
        if (event instanceof TrackerEvent.DeadlinePassed passed) {
            if (passed.offsetBytes() != update.progress().offsetBytes()) {
                return Step.none(update.with(update.progress().withOffset(passed.offsetBytes(), now))
                        .withDeadline(now.plus(moves.deadlines().transferIdle())));
            }
            return moves.park(update, "the push came no further", now, new TrackerCommand.StopPush(), release);
        }
        return Step.none(update);
    }

    Step writingUri(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Accepted) {
            return download(update.with(update.progress().withDelivered(true, now)), DeviceReading.EMPTY, now);
        }
        if (event instanceof TrackerEvent.Rejected rejected) {
            return verify(update, "the device answered " + Moves.words(rejected.code(), rejected.diagnostic()), now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            return moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.park(update, "the device did not take the address in time", now);
        }
        return Step.none(update);
    }

    /** A device that tells its progress need not be waited for as long as one that tells none. */
    private Step download(Update update, DeviceReading known, Instant now) {
        Duration limit = known.support().isPresent()
                ? moves.deadlines().downloadIdle()
                : moves.deadlines().downloadTotal();
        Step step = moves.enter(update, UpdatePhase.DOWNLOADING, "", now, now.plus(limit));
        return new Step(
                step.update().withNextAttempt(now.plus(moves.deadlines().poll())), step.commands(), step.news());
    }

    Step downloading(Update update, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Read read) {
            return fetched(update, read.reading(), now);
        }
        if (event instanceof TrackerEvent.Busy) {
            return poll(update, now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            return moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            return moves.end(
                    update,
                    UpdatePhase.FAILED,
                    "the device did not come further with its download, and did not say why",
                    now,
                    new TrackerCommand.CancelOnDevice());
        }
        return again(update, event);
    }

    private Step fetched(Update update, DeviceReading reading, Instant now) {
        State state = reading.state().orElse(State.DOWNLOADING);
        return switch (state) {
            case DOWNLOADED -> installing.packageReady(update, now);
            case UPDATING -> installing.updatesByItself(update, now);
            case DOWNLOADING -> {
                long offset =
                        reading.support().map(SupportReading::resumeOffsetBytes).orElse(0L);
                boolean further = reading.support().isPresent()
                        && offset != update.progress().offsetBytes();
                boolean tellsProgress = reading.support().isPresent()
                        && update.deadline().isAfter(now.plus(moves.deadlines().downloadIdle()));
                Update now1 = further || tellsProgress
                        ? update.with(update.progress().withOffset(offset, now))
                                .withDeadline(now.plus(moves.deadlines().downloadIdle()))
                        : update;
                yield poll(now1, now);
            }
            case IDLE -> {
                if (reading.result().filter(Moves::isFailure).isPresent()) {
                    yield moves.refused(update, reading, "", now);
                }
                boolean early = now.isBefore(
                        update.changedAt().plus(moves.deadlines().poll().multipliedBy(5)));
                yield early
                        ? poll(update, now)
                        : moves.deliverAgain(update, "the device has forgotten what it was to fetch", now);
            }
        };
    }

    private Step verify(Update update, String why, Instant now, TrackerCommand... first) {
        Step step = moves.enter(
                update,
                UpdatePhase.WAITING_FOR_VERIFICATION,
                why,
                now,
                now.plus(moves.deadlines().verification()));
        List<TrackerCommand> commands = new ArrayList<>(List.of(first));
        commands.add(new TrackerCommand.Read());
        return new Step(step.update(), commands, step.news());
    }

    Step verifying(Update update, Release release, TrackerEvent event, Instant now) {
        if (event instanceof TrackerEvent.Read read) {
            return verdict(update, release, read.reading(), now);
        }
        if (event instanceof TrackerEvent.Contact contact && contact.kind() == TrackerEvent.Contact.Kind.REGISTERED) {
            return moves.prepare(update, now);
        }
        if (event instanceof TrackerEvent.Busy) {
            return poll(update, now);
        }
        if (event instanceof TrackerEvent.NoAnswer none) {
            return moves.park(update, none.why(), now);
        }
        if (event instanceof TrackerEvent.DeadlinePassed) {
            String why = update.reason().isEmpty() ? "" : "; " + update.reason();
            return moves.end(
                    update, UpdatePhase.FAILED, "the device gave no verdict on the package in time" + why, now);
        }
        return again(update, event);
    }

    private Step verdict(Update update, Release release, DeviceReading reading, Instant now) {
        boolean delivered = update.progress().delivered();
        State state = reading.state().orElse(State.IDLE);
        return switch (state) {
            // Also after an error: a lost answer to the last block, whose repetition was then refused.
            case DOWNLOADED -> installing.packageReady(took(update, release, now), now);
            case UPDATING -> installing.updatesByItself(took(update, release, now), now);
            case DOWNLOADING -> {
                if (!delivered) {
                    yield moves.refused(update, reading, update.reason(), now, new TrackerCommand.CancelOnDevice());
                }
                // From here on the offset counts what the device fetches, and no longer the manifest that it has.
                yield release.payloadElsewhere() && reading.support().isPresent()
                        ? download(update.with(update.progress().withOffset(0, now)), reading, now)
                        : poll(update, now);
            }
            case IDLE -> {
                if (!delivered || reading.result().filter(Moves::isFailure).isPresent()) {
                    yield moves.refused(update, reading, update.reason(), now);
                }
                yield poll(update, now);
            }
        };
    }

    /** Nothing new: the device is asked again in a while. */
    private Step poll(Update update, Instant now) {
        return Step.none(update.withNextAttempt(now.plus(moves.deadlines().poll())));
    }

    /** Asks at once when the device was heard of or the time has come. */
    private static Step again(Update update, TrackerEvent event) {
        if (event instanceof TrackerEvent.Contact
                || event instanceof TrackerEvent.Notified
                || event instanceof TrackerEvent.AttemptDue) {
            return Step.quietly(update.nextRound().withNextAttempt(Instant.MAX), new TrackerCommand.Read());
        }
        return Step.none(update);
    }
}
