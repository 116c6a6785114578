package io.moult.server.tracker;

import io.moult.server.device.Device;
import io.moult.server.device.DeviceCatalogue;
import io.moult.server.device.DeviceHabits;
import io.moult.server.repository.FirmwareRepository;
import io.moult.server.repository.Release;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status tracker (RFC 9019): drives all updates. One thread owns them; it takes what has come in, steps the
 * machines, makes the outcome durable in one transaction, and then lets things happen. Nothing on the way of a block
 * passes here.
 */
public final class StatusTracker implements DeviceEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusTracker.class);
    private static final long TICK_MILLIS = 100;
    private static final int MOST_AT_ONCE = 1000;
    private final Ports ports;
    private final UpdateMachine machine;
    private final Clock clock;
    private final Slots slots;
    private final DeviceRegistry devices;
    private final OffsetJournal journal;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Map<String, Active> active = new ConcurrentHashMap<>();
    private final Map<String, String> updateOfEndpoint = new ConcurrentHashMap<>();
    private final List<Runnable> effects = new ArrayList<>();
    private final Ledger ledger;
    private final Set<String> contacted = new HashSet<>();
    /** A reading that has just come, and spares the next question. */
    private Optional<TrackerEvent> fresh = Optional.empty();

    private final Thread owner;
    private volatile boolean closed;
    private volatile Effects commands;
    private Instant offsetsSaved = Instant.MIN;

    /**
     * What the tracker is built on.
     *
     * @param expected true for an endpoint that may come though it never has: it has credentials
     */
    public record Ports(
            DeviceCatalogue devices,
            UpdateStore updates,
            FirmwareRepository releases,
            PackageAddress address,
            Predicate<String> expected) {}

    /** Where devices can fetch a release from our firmware server. */
    @FunctionalInterface
    public interface PackageAddress {
        String of(Release release, Device device, String host);
    }

    public StatusTracker(Ports ports, Deadlines deadlines, int mostTransfers, Clock clock) {
        this.ports = ports;
        this.machine = new UpdateMachine(deadlines);
        this.clock = clock;
        this.slots = new Slots(mostTransfers);
        this.devices = new DeviceRegistry(ports.devices(), clock);
        this.ledger = new Ledger(devices, ports.updates());
        this.journal = new OffsetJournal(ports.updates());
        this.commands = Effects.NONE;
        this.owner = new Thread(this::run, "status-tracker");
        owner.setDaemon(true);
    }

    /** Takes up what was unfinished, and begins to listen. */
    public void start(DeviceLink link) {
        commands = new CommandRunner(link, ports, devices, journal, new Inbox());
        for (Update update : ports.updates().unfinished()) {
            Optional<Release> release = ports.releases().release(update.order().releaseId());
            release.ifPresent(found -> inbox.add(() -> {
                Active taken = take(update, found);
                apply(taken, new TrackerEvent.ServerRestarted());
            }));
        }
        journal.start();
        owner.start();
    }

    /** What commands do; a tracker that has not been started does nothing. */
    interface Effects {
        Effects NONE = (one, at, command) -> {};

        void perform(Active one, Update at, TrackerCommand command);

        default void registered(String endpoint) {}

        default void observe(String endpoint) {}

        default boolean isReachable(String endpoint) {
            return false;
        }
    }

    public DeviceRegistry devices() {
        return devices;
    }

    /** Begins an update, if the release is for the device. */
    public CompletableFuture<OrderResult> order(NewUpdate wish) {
        return ask(() -> begin(wish));
    }

    private OrderResult begin(NewUpdate wish) {
        Optional<Device> device = devices.find(wish.endpoint())
                .or(() -> ports.expected().test(wish.endpoint())
                        ? Optional.of(Device.unknown(wish.endpoint(), clock.instant()))
                        : Optional.empty());
        Optional<Release> release = ports.releases().release(wish.releaseId());
        if (device.isEmpty()) {
            return new OrderResult.Declined(
                    OrderResult.Why.UNKNOWN_DEVICE, "There is no device \"" + wish.endpoint() + "\".");
        }
        if (release.isEmpty()) {
            return new OrderResult.Declined(
                    OrderResult.Why.UNKNOWN_RELEASE, "There is no release \"" + wish.releaseId() + "\".");
        }
        Optional<String> foreign = OfferPolicy.refusal(
                release.get(), device.get().vendorId(), device.get().classId());
        if (foreign.isPresent() && !wish.force()) {
            return new OrderResult.Declined(OrderResult.Why.NOT_FOR_THIS_DEVICE, foreign.get());
        }
        if (updateOfEndpoint.containsKey(wish.endpoint())) {
            return new OrderResult.Declined(
                    OrderResult.Why.ANOTHER_UPDATE,
                    "The device \"" + wish.endpoint() + "\" has the unfinished update "
                            + updateOfEndpoint.get(wish.endpoint()) + ".");
        }
        Instant now = clock.instant();
        Update update = Update.ordered(
                new Update.Order(
                        ports.updates().nextId(),
                        wish.endpoint(),
                        release.get().id(),
                        wish.delivery(),
                        wish.force(),
                        wish.execute(),
                        wish.uri(),
                        release.get().sizeBytes(),
                        now),
                device.get().version(),
                machine.deadlines());
        take(update, release.get());
        String what = "ordered: " + wish.delivery().label() + " of release "
                + release.get().id() + (wish.force() ? ", forced" : "");
        ledger.note(update, List.of(new TimelineEntry(now, update.phase(), what)));
        return new OrderResult.Accepted(update);
    }

    /** Withdraws an update. */
    public CompletableFuture<OrderResult> cancel(String id) {
        return ask(() -> wish(id, UpdateMachine::isCancellable, new TrackerEvent.CancelRequested(), "cancelled"));
    }

    /** Approves the installation of an update that is ready or deferred. */
    public CompletableFuture<OrderResult> execute(String id) {
        return ask(() -> wish(id, UpdateMachine::isExecutable, new TrackerEvent.ExecuteRequested(), "executed"));
    }

    private OrderResult wish(String id, Predicate<Update> allowed, TrackerEvent event, String verb) {
        Active found = active.get(id);
        Optional<Update> update = found == null ? ports.updates().find(id) : Optional.of(found.update());
        if (update.isEmpty()) {
            return new OrderResult.Declined(OrderResult.Why.UNKNOWN_UPDATE, "There is no update \"" + id + "\".");
        }
        if (found == null || !allowed.test(found.update())) {
            return new OrderResult.Declined(
                    OrderResult.Why.NOT_NOW,
                    "Update " + id + " is " + update.get().phase().label() + " and cannot be " + verb + ".");
        }
        apply(found, event);
        return new OrderResult.Accepted(found.update());
    }

    /** An update as it is at this moment, with the offset of its push. */
    public Optional<Update> find(String id) {
        Active found = active.get(id);
        return found == null ? ports.updates().find(id) : Optional.of(found.seen(clock.instant()));
    }

    /** The unfinished update of a device. */
    public Optional<Update> unfinishedOf(String endpoint) {
        return updateOf(endpoint).map(found -> found.seen(clock.instant()));
    }

    /** The newest first; of one device if the endpoint is not empty. */
    public List<Update> list(String endpoint, int limit) {
        return ports.updates().list(endpoint, limit).stream()
                .map(stored -> find(stored.id()).orElse(stored))
                .toList();
    }

    public List<TimelineEntry> timeline(String id) {
        return ports.updates().timeline(id);
    }

    @Override
    public void registered(String endpoint) {
        inbox.add(() -> {
            devices.registered(endpoint);
            // A push or an execution under way has been overtaken by the reset; all others wait for the reading.
            if (pushesOrExecutes(endpoint)) {
                contacted.add(endpoint);
                contact(endpoint, TrackerEvent.Contact.Kind.REGISTERED);
            }
            effects.add(() -> commands.registered(endpoint));
        });
    }

    @Override
    public void updated(String endpoint) {
        inbox.add(() -> {
            devices.seen(endpoint);
            contact(endpoint, TrackerEvent.Contact.Kind.UPDATED);
        });
    }

    @Override
    public void unregistered(String endpoint) {
        inbox.add(() -> devices.unregistered(endpoint));
    }

    @Override
    public void notified(String endpoint, Optional<State> state, Optional<UpdateResult> result) {
        inbox.add(() -> {
            devices.notified(endpoint, state, result);
            updateOf(endpoint).ifPresent(update -> apply(update, new TrackerEvent.Notified()));
        });
    }

    private void contact(String endpoint, TrackerEvent.Contact.Kind kind) {
        updateOf(endpoint).ifPresent(update -> apply(update, new TrackerEvent.Contact(kind)));
    }

    private boolean pushesOrExecutes(String endpoint) {
        return updateOf(endpoint)
                .map(one -> one.update().phase())
                .filter(phase -> phase == UpdatePhase.PUSHING || phase == UpdatePhase.EXECUTING)
                .isPresent();
    }

    private Optional<Active> updateOf(String endpoint) {
        String id = updateOfEndpoint.get(endpoint);
        return id == null ? Optional.empty() : Optional.ofNullable(active.get(id));
    }

    /** Takes answers from any thread. */
    private final class Inbox implements CommandRunner.Answers {
        @Override
        public void answered(String endpoint, String updateId, long round, TrackerEvent event) {
            inbox.add(() -> heard(endpoint, updateId, round, event));
        }

        @Override
        public void learnt(String endpoint, DeviceHabits habits) {
            inbox.add(() -> devices.learnt(endpoint, habits));
        }
    }

    /** An answer to a command; empty id: the reading after a registration. */
    private void heard(String endpoint, String id, long round, TrackerEvent event) {
        if (event instanceof TrackerEvent.Read read) {
            devices.read(endpoint, read.reading());
        }
        if (id.isEmpty()) {
            effects.add(() -> commands.observe(endpoint));
            // What pushes or executes by now has begun after the registration: it has not been overtaken.
            if (!contacted.remove(endpoint) && !pushesOrExecutes(endpoint)) {
                fresh = event instanceof TrackerEvent.Read ? Optional.of(event) : Optional.empty();
                contact(endpoint, TrackerEvent.Contact.Kind.REGISTERED);
                fresh = Optional.empty();
            }
            return;
        }
        Active update = active.get(id);
        if (update != null && update.update().round() == round) {
            apply(update, event);
        }
    }

    private Active take(Update update, Release release) {
        Active taken = new Active(update, release);
        active.put(update.id(), taken);
        updateOfEndpoint.put(update.endpoint(), update.id());
        return taken;
    }

    private void apply(Active one, TrackerEvent event) {
        Instant now = clock.instant();
        Update before = one.seen(now);
        Step step = machine.on(before, one.release(), event, now);
        one.set(step.update());
        if (!step.update().equals(before) || !step.news().isEmpty()) {
            ledger.note(step.update(), step.news());
        }
        boolean leftPush =
                before.phase() == UpdatePhase.PUSHING && step.update().phase() != UpdatePhase.PUSHING;
        if (leftPush) {
            one.stopPush();
        }
        step.commands().forEach(command -> perform(one, command));
        if (step.update().phase().isFinal()) {
            slots.release(one.update().id());
            active.remove(one.update().id());
            updateOfEndpoint.remove(one.update().endpoint(), one.update().id());
        }
    }

    private void perform(Active one, TrackerCommand command) {
        if (command instanceof TrackerCommand.RequestSlot) {
            slots.request(one.update().id());
        } else if (command instanceof TrackerCommand.ReleaseSlot) {
            slots.release(one.update().id());
        } else if (!(command instanceof TrackerCommand.StopPush)) {
            Update at = one.update();
            Optional<TrackerEvent> known = command instanceof TrackerCommand.Read ? fresh : Optional.empty();
            if (known.isPresent()) {
                inbox.add(() -> heard(at.endpoint(), at.id(), at.round(), known.get()));
            } else {
                effects.add(() -> performUnlessStale(one, at, command));
            }
        }
    }

    private void performUnlessStale(Active one, Update at, TrackerCommand command) {
        if (one.update().round() == at.round()) {
            commands.perform(one, at, command);
        }
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inbox.add(() -> {
            try {
                ledger.tellWhenDurable(answer, question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void run() {
        while (!closed) {
            try {
                Runnable first = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                List<Runnable> batch = new ArrayList<>();
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch, MOST_AT_ONCE);
                }
                batch.forEach(this::guarded);
                guarded(this::due);
                guarded(this::grantSlots);
                guarded(ledger::commit);
                List<Runnable> now = List.copyOf(effects);
                effects.clear();
                now.forEach(this::guarded);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // Whatever it is: a tracker that is gone would leave all updates waiting for ever.
            LOG.warn("the status tracker met a problem: {}", e.toString(), e);
        }
    }

    private void due() {
        Instant now = clock.instant();
        for (Active one : active.values()) {
            Update update = one.update();
            if (!update.deadline().isAfter(now)) {
                apply(
                        one,
                        new TrackerEvent.DeadlinePassed(one.seen(now).progress().offsetBytes()));
            } else if (!update.nextAttempt().isAfter(now)) {
                one.set(update.withNextAttempt(Instant.MAX));
                boolean pointless =
                        update.phase() == UpdatePhase.WAITING_FOR_CONTACT && !commands.isReachable(update.endpoint());
                if (!pointless) {
                    apply(one, new TrackerEvent.AttemptDue());
                }
            }
        }
        if (offsetsSaved.isBefore(now.minusSeconds(1))) {
            offsetsSaved = now;
            saveOffsets(now);
        }
    }

    private void saveOffsets(Instant now) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        for (Active one : active.values()) {
            if (one.update().phase() == UpdatePhase.PUSHING) {
                offsets.put(one.update().id(), one.seen(now).progress().offsetBytes());
            }
        }
        ports.updates().saveOffsets(offsets);
    }

    private void grantSlots() {
        Optional<String> next = slots.grantNext();
        while (next.isPresent()) {
            Active one = active.get(next.get());
            if (one == null) {
                slots.release(next.get());
            } else {
                apply(one, new TrackerEvent.SlotGranted());
            }
            next = slots.grantNext();
        }
    }

    /** Stops; what is unfinished stays so in the store, with the offsets that were reached. */
    @Override
    public void close() {
        closed = true;
        owner.interrupt();
        try {
            owner.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!owner.isAlive()) {
            Instant now = clock.instant();
            guarded(() -> saveOffsets(now));
            active.values().forEach(Active::stopPush);
            guarded(ledger::commit);
        }
        journal.close();
    }
}
