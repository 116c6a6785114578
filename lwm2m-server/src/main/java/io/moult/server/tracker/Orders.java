package io.moult.server.tracker;

import io.moult.server.device.Device;
import io.moult.server.repository.Release;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** What operators wish of updates, and why it is declined. Used by the tracker's thread only. */
final class Orders {
    private final StatusTracker.Ports ports;
    private final Deadlines deadlines;
    private final DeviceRegistry devices;
    private final ActiveUpdates active;
    private final UpdateDriver driver;
    private final Clock clock;

    Orders(
            StatusTracker.Ports ports,
            Deadlines deadlines,
            DeviceRegistry devices,
            ActiveUpdates active,
            UpdateDriver driver,
            Clock clock) {
        this.ports = ports;
        this.deadlines = deadlines;
        this.devices = devices;
        this.active = active;
        this.driver = driver;
        this.clock = clock;
    }

    /** Begins an update, if the release is for the device. */
    OrderResult begin(NewUpdate wish) {
        Optional<Device> device = devices.find(wish.endpoint())
                .or(() -> ports.expected().test(wish.endpoint())
                        ? Optional.of(Device.unknown(wish.endpoint(), clock.instant()))
                        : Optional.empty());
        Optional<Release> release = ports.releases().release(wish.releaseId());
        if (device.isEmpty()) {
            return declined(OrderResult.Why.UNKNOWN_DEVICE, "There is no device \"" + wish.endpoint() + "\".");
        }
        if (release.isEmpty()) {
            return declined(OrderResult.Why.UNKNOWN_RELEASE, "There is no release \"" + wish.releaseId() + "\".");
        }
        Optional<String> foreign = OfferPolicy.refusal(
                release.get(), device.get().vendorId(), device.get().classId());
        if (foreign.isPresent() && !wish.force()) {
            return declined(OrderResult.Why.NOT_FOR_THIS_DEVICE, foreign.get());
        }
        Optional<Active> another = active.ofDevice(wish.endpoint());
        if (another.isPresent()) {
            return declined(
                    OrderResult.Why.ANOTHER_UPDATE,
                    "The device \"" + wish.endpoint() + "\" has the unfinished update "
                            + another.get().update().id() + ".");
        }
        return new OrderResult.Accepted(begin(wish, release.get(), device.get()));
    }

    private Update begin(NewUpdate wish, Release release, Device device) {
        Instant now = clock.instant();
        Update update = Update.ordered(
                new Update.Order(
                        ports.updates().nextId(),
                        wish.endpoint(),
                        release.id(),
                        wish.delivery(),
                        wish.force(),
                        wish.execute(),
                        wish.uri(),
                        release.sizeBytes(),
                        now),
                device.version(),
                deadlines);
        String what = "ordered: " + wish.delivery().label() + " of release " + release.id()
                + (wish.force() ? ", forced" : "");
        driver.begin(update, release, new TimelineEntry(now, update.phase(), what));
        return update;
    }

    OrderResult cancel(String id) {
        return wish(id, UpdateMachine::isCancellable, new TrackerEvent.CancelRequested(), "cancelled");
    }

    OrderResult execute(String id) {
        return wish(id, UpdateMachine::isExecutable, new TrackerEvent.ExecuteRequested(), "executed");
    }

    private OrderResult wish(String id, Predicate<Update> allowed, TrackerEvent event, String verb) {
        Optional<Active> found = active.find(id);
        Optional<Update> update =
                found.map(Active::update).or(() -> ports.updates().find(id));
        if (update.isEmpty()) {
            return declined(OrderResult.Why.UNKNOWN_UPDATE, "There is no update \"" + id + "\".");
        }
        if (found.isEmpty() || !allowed.test(update.get())) {
            return declined(
                    OrderResult.Why.NOT_NOW,
                    "Update " + id + " is " + update.get().phase().label() + " and cannot be " + verb + ".");
        }
        driver.apply(found.get(), event);
        return new OrderResult.Accepted(found.get().update());
    }

    private static OrderResult declined(OrderResult.Why why, String detail) {
        return new OrderResult.Declined(why, detail);
    }
}
