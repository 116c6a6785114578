package io.moult.server.tracker;

import io.moult.server.device.DeviceHabits;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What comes from devices, of their own accord or as answers: on any thread, and taken up on the tracker's. */
final class DeviceContacts implements DeviceEvents {
    private final TrackerThread thread;
    private final DeviceRegistry devices;
    private final ActiveUpdates active;
    private final UpdateDriver driver;
    /** Devices whose update has been told of the registration before the reading came. */
    private final Set<String> contacted = new HashSet<>();

    DeviceContacts(TrackerThread thread, DeviceRegistry devices, ActiveUpdates active, UpdateDriver driver) {
        this.thread = thread;
        this.devices = devices;
        this.active = active;
        this.driver = driver;
    }

    @Override
    public void registered(String endpoint) {
        thread.post(() -> {
            devices.registered(endpoint);
            // A push or an execution under way has been overtaken by the reset; all others wait for the reading.
            if (pushesOrExecutes(endpoint)) {
                contacted.add(endpoint);
                contact(endpoint, TrackerEvent.Contact.Kind.REGISTERED, Optional.empty());
            }
            thread.onceDurable(commands -> commands.registered(endpoint));
        });
    }

    @Override
    public void updated(String endpoint) {
        thread.post(() -> {
            devices.seen(endpoint);
            contact(endpoint, TrackerEvent.Contact.Kind.UPDATED, Optional.empty());
        });
    }

    @Override
    public void unregistered(String endpoint) {
        thread.post(() -> devices.unregistered(endpoint));
    }

    @Override
    public void notified(String endpoint, Optional<State> state, Optional<UpdateResult> result) {
        thread.post(() -> {
            devices.notified(endpoint, state, result);
            active.ofDevice(endpoint).ifPresent(one -> driver.apply(one, new TrackerEvent.Notified()));
        });
    }

    /** To an update, in the round in which it asked. */
    void answered(String endpoint, String updateId, long round, TrackerEvent event) {
        thread.post(() -> {
            note(endpoint, event);
            driver.answered(updateId, round, event);
        });
    }

    /** What the device says of itself after a registration. */
    void registrationRead(String endpoint, TrackerEvent event) {
        thread.post(() -> {
            note(endpoint, event);
            thread.onceDurable(commands -> commands.observe(endpoint));
            // What pushes or executes by now has begun after the registration: it has not been overtaken.
            if (!contacted.remove(endpoint) && !pushesOrExecutes(endpoint)) {
                Optional<TrackerEvent> known = Optional.of(event).filter(TrackerEvent.Read.class::isInstance);
                contact(endpoint, TrackerEvent.Contact.Kind.REGISTERED, known);
            }
        });
    }

    void learnt(String endpoint, DeviceHabits habits) {
        thread.post(() -> devices.learnt(endpoint, habits));
    }

    private void note(String endpoint, TrackerEvent event) {
        if (event instanceof TrackerEvent.Read read) {
            devices.read(endpoint, read.reading());
        }
    }

    private void contact(String endpoint, TrackerEvent.Contact.Kind kind, Optional<TrackerEvent> known) {
        active.ofDevice(endpoint).ifPresent(one -> driver.apply(one, new TrackerEvent.Contact(kind), known));
    }

    private boolean pushesOrExecutes(String endpoint) {
        return active.ofDevice(endpoint)
                .map(one -> one.update().phase())
                .filter(phase -> phase == UpdatePhase.PUSHING || phase == UpdatePhase.EXECUTING)
                .isPresent();
    }
}
