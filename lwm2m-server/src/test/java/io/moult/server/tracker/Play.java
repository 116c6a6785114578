package io.moult.server.tracker;

import io.moult.bytes.Bytes;
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
import java.util.OptionalLong;
import java.util.UUID;

/** One update, played event by event against the machine, at a time that the test moves. */
final class Play {
    static final UUID VENDOR = UUID.fromString("11111111-1111-5111-8111-111111111111");
    static final UUID CLASS = UUID.fromString("22222222-2222-5222-8222-222222222222");
    static final long SIZE = 10_000;
    static final Deadlines DEADLINES = Deadlines.DEFAULT;

    private final UpdateMachine machine = new UpdateMachine(DEADLINES);
    private final Release release;
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private Update update;
    private List<TrackerCommand> commands = List.of();
    private final List<String> timeline = new ArrayList<>();

    Play(Delivery delivery, boolean execute) {
        this(delivery, execute, false, release(2, "#image"));
    }

    Play(Delivery delivery, boolean execute, boolean force, Release release) {
        this.release = release;
        this.update = Update.ordered(
                new Update.Order("1", "device-1", release.id(), delivery, force, execute, "", SIZE, now),
                "1.0.0",
                DEADLINES);
    }

    static Release release(long sequence, String uri) {
        Bytes digest = Bytes.wrap(new byte[32]);
        return new Release(
                Release.idOf(digest),
                Release.Kind.SUIT,
                "update.suit",
                "2.0.0",
                OptionalLong.of(sequence),
                Optional.of(VENDOR),
                Optional.of(CLASS),
                Optional.of(uri),
                SIZE,
                digest,
                Instant.EPOCH);
    }

    Play on(TrackerEvent event) {
        Step step = machine.on(update, release, event, now);
        update = step.update();
        commands = step.commands();
        step.news().forEach(entry -> timeline.add(entry.text()));
        return this;
    }

    Play after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Play contact() {
        return on(new TrackerEvent.Contact(TrackerEvent.Contact.Kind.REGISTERED));
    }

    Play reads(DeviceReading reading) {
        return on(new TrackerEvent.Read(reading));
    }

    Play deadline() {
        now = update.deadline();
        return on(new TrackerEvent.DeadlinePassed(update.progress().offsetBytes()));
    }

    /** Up to a push under way, of a device that holds nothing. */
    Play pushing() {
        return contact().reads(plain(State.IDLE, UpdateResult.INITIAL)).on(new TrackerEvent.SlotGranted());
    }

    /** Up to a device that was told to update. */
    Play executed() {
        return pushing()
                .on(new TrackerEvent.PushCompleted())
                .reads(plain(State.DOWNLOADED, UpdateResult.INITIAL))
                .on(new TrackerEvent.Accepted());
    }

    static DeviceReading plain(State state, UpdateResult result) {
        return DeviceReading.EMPTY.withState(state).withResult(result).withPackageVersion("1.0.0");
    }

    static DeviceReading moult(
            State state, UpdateResult result, long offset, boolean ours, long sequence, String refusal) {
        return plain(state, result)
                .withSupport(new SupportReading(
                        Optional.of(VENDOR),
                        Optional.of(CLASS),
                        offset,
                        ours ? release(2, "#image").bodyIdentity() : Bytes.ofHex("0102030405060708"),
                        refusal,
                        "",
                        OptionalLong.of(sequence),
                        Bytes.EMPTY));
    }

    Update update() {
        return update;
    }

    UpdatePhase phase() {
        return update.phase();
    }

    List<TrackerCommand> commands() {
        return commands;
    }

    List<String> timeline() {
        return timeline;
    }

    Instant now() {
        return now;
    }
}
