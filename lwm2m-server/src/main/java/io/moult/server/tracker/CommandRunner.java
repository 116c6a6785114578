package io.moult.server.tracker;

import io.moult.server.device.Device;
import io.moult.server.device.DeviceHabits;
import io.moult.server.repository.BodyLease;
import java.io.IOException;
import java.util.function.Consumer;

/** Carries commands out over the link. Called by the tracker's thread; answers come back on any. */
final class CommandRunner {
    private final DeviceLink link;
    private final StatusTracker.Ports ports;
    private final DeviceRegistry devices;
    private final OffsetJournal journal;
    private final DeviceContacts answers;

    CommandRunner(
            DeviceLink link,
            StatusTracker.Ports ports,
            DeviceRegistry devices,
            OffsetJournal journal,
            DeviceContacts answers) {
        this.link = link;
        this.ports = ports;
        this.devices = devices;
        this.journal = journal;
        this.answers = answers;
    }

    boolean isReachable(String endpoint) {
        return link.isReachable(endpoint);
    }

    void registered(String endpoint) {
        link.read(endpoint, DeviceLink.ReadScope.ALL, event -> answers.registrationRead(endpoint, event));
    }

    void observe(String endpoint) {
        link.observe(endpoint);
    }

    void perform(Active one, Update update, TrackerCommand command) {
        String endpoint = update.endpoint();
        Consumer<TrackerEvent> answer = event -> answers.answered(endpoint, update.id(), update.round(), event);
        if (command instanceof TrackerCommand.Read) {
            link.read(endpoint, scope(update.phase()), answer);
        } else if (command instanceof TrackerCommand.Push push) {
            push(one, push, answer);
        } else if (command instanceof TrackerCommand.WriteUri) {
            link.writePackageUri(endpoint, uri(one), answer);
        } else if (command instanceof TrackerCommand.ResetPackage) {
            link.resetPackage(endpoint, answer);
        } else if (command instanceof TrackerCommand.Execute) {
            link.executeUpdate(endpoint, answer);
        } else if (command instanceof TrackerCommand.CancelOnDevice) {
            link.cancelUpdate(endpoint, answer);
        } else {
            throw new IllegalStateException("not a command for the link: " + command);
        }
    }

    private static DeviceLink.ReadScope scope(UpdatePhase phase) {
        return switch (phase) {
            case CHECKING_RESULT, WAITING_FOR_REBOOT, DEFERRED -> DeviceLink.ReadScope.OUTCOME;
            default -> DeviceLink.ReadScope.PROGRESS;
        };
    }

    private String uri(Active one) {
        Update.Order order = one.update().order();
        if (!order.uri().isEmpty()) {
            return order.uri();
        }
        String host = link.localAddressTowards(order.endpoint()).orElse("127.0.0.1");
        Device device = devices.find(order.endpoint()).orElseThrow();
        return ports.address().of(one.release(), device, host);
    }

    private void push(Active one, TrackerCommand.Push push, Consumer<TrackerEvent> answer) {
        String endpoint = one.update().endpoint();
        BodyLease lease;
        try {
            lease = ports.releases().open(one.release());
        } catch (IOException e) {
            answer.accept(new TrackerEvent.PushInterrupted("the release's file cannot be read: " + e.getMessage()));
            return;
        }
        Device device = devices.find(endpoint).orElseThrow();
        boolean plain = !device.supportsPrivateObject();
        DeviceLink.PushOrder order =
                new DeviceLink.PushOrder(endpoint, lease.body(), push.offsetBytes(), plain, device.habits());
        String id = one.update().id();
        DeviceLink.PushListener listener = new DeviceLink.PushListener() {
            @Override
            public void advanced(long offsetBytes, Runnable goOn) {
                if (plain) {
                    journal.record(id, offsetBytes, goOn);
                } else {
                    goOn.run();
                }
            }

            @Override
            public void learnt(DeviceHabits habits) {
                answers.learnt(endpoint, habits);
            }

            @Override
            public void ended(TrackerEvent outcome) {
                answer.accept(outcome);
            }
        };
        one.pushes(link.push(order, listener), lease);
    }
}
