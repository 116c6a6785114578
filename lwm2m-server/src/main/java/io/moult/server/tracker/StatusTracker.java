package io.moult.server.tracker;

import io.moult.server.device.Device;
import io.moult.server.device.DeviceCatalogue;
import io.moult.server.repository.FirmwareRepository;
import io.moult.server.repository.Release;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The status tracker (RFC 9019): drives all updates. One thread owns them; it takes what has come in, steps the
 * machines, makes the outcome durable in one transaction, and then lets things happen. Nothing on the way of a block
 * passes here. This class is its door: operators come in here, devices by {@link #events()}.
 */
public final class StatusTracker implements AutoCloseable {
    private final Ports ports;
    private final Clock clock;
    private final TrackerThread thread = new TrackerThread();
    private final ActiveUpdates active = new ActiveUpdates();
    private final DeviceRegistry devices;
    private final Ledger ledger;
    private final OffsetJournal journal;
    private final UpdateDriver driver;
    private final DeviceContacts contacts;
    private final Orders orders;

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
        this.clock = clock;
        this.devices = new DeviceRegistry(ports.devices(), clock);
        this.ledger = new Ledger(devices, ports.updates());
        this.journal = new OffsetJournal(ports.updates());
        this.driver =
                new UpdateDriver(new UpdateMachine(deadlines), new Slots(mostTransfers), active, ledger, thread, clock);
        this.contacts = new DeviceContacts(thread, devices, active, driver);
        this.orders = new Orders(ports, deadlines, devices, active, driver, clock);
    }

    /** Takes up what was unfinished, and begins to listen. */
    public void start(DeviceLink link) {
        for (Update update : ports.updates().unfinished()) {
            ports.releases()
                    .release(update.order().releaseId())
                    .ifPresent(release -> thread.post(() -> driver.resume(update, release)));
        }
        journal.start();
        CommandRunner commands = new CommandRunner(link, ports, devices, journal, contacts);
        thread.start(
                commands,
                List.of(
                        () -> driver.due(commands::isReachable),
                        () -> journal.sample(active.all(), clock.instant()),
                        driver::grantSlots,
                        ledger::commit));
    }

    public DeviceRegistry devices() {
        return devices;
    }

    /** Where devices are heard. */
    public DeviceEvents events() {
        return contacts;
    }

    /** Begins an update, if the release is for the device. */
    public CompletableFuture<OrderResult> order(NewUpdate wish) {
        return ask(() -> orders.begin(wish));
    }

    /** Withdraws an update. */
    public CompletableFuture<OrderResult> cancel(String id) {
        return ask(() -> orders.cancel(id));
    }

    /** Approves the installation of an update that is ready or deferred. */
    public CompletableFuture<OrderResult> execute(String id) {
        return ask(() -> orders.execute(id));
    }

    private CompletableFuture<OrderResult> ask(Supplier<OrderResult> question) {
        CompletableFuture<OrderResult> answer = new CompletableFuture<>();
        thread.post(() -> {
            try {
                ledger.tellWhenDurable(answer, question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** An update as it is at this moment, with the offset of its push. */
    public Optional<Update> find(String id) {
        return active.find(id)
                .map(one -> one.seen(clock.instant()))
                .or(() -> ports.updates().find(id));
    }

    /** The unfinished update of a device. */
    public Optional<Update> unfinishedOf(String endpoint) {
        return active.ofDevice(endpoint).map(one -> one.seen(clock.instant()));
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

    /** Stops; what is unfinished stays so in the store, with the offsets that were reached. */
    @Override
    public void close() {
        if (thread.stop()) {
            Instant now = clock.instant();
            TrackerThread.guarded(() -> journal.store(active.all(), now));
            active.all().forEach(Active::stopPush);
            TrackerThread.guarded(ledger::commit);
        }
        journal.close();
    }
}
