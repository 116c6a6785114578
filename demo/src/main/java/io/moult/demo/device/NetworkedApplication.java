package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.boot.otp.DeviceTrust;
import io.moult.client.ClientSettings;
import io.moult.client.ConsumerView;
import io.moult.client.lwm2m.MoultClient;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressJournal;
import io.moult.cose.TrustStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A healthy application: runs the update component until the device is reset or switched off, and tells what it sees. */
final class NetworkedApplication {
    private static final String PROGRESS = "progress.journal";
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final ClientSettings client;
    private final DeviceEvents events;
    private final PowerSwitch power;

    NetworkedApplication(ClientSettings client, DeviceEvents events, PowerSwitch power) {
        this.client = client;
        this.events = events;
        this.power = power;
    }

    /** The progress of a device; it lasts as long as its flash: either both survive the machine, or the process alone. */
    static ProgressJournal progress(DeviceSettings settings) throws IOException {
        return ProgressJournal.open(settings.data().resolve(PROGRESS), settings.fsync());
    }

    /** Runs over a device's flash; on switching off, takes leave of the server. */
    Ending run(ProgressJournal progress, ApplicationServices services) throws IOException, InterruptedException {
        Optional<DeviceTrust> trust = services.trust();
        ReceivingProgress receiving = new ReceivingProgress(events, services::stagedEnvelope);
        MoultClient moult = start(progress, services, trust, receiving);
        Ending ending = watch(moult);
        moult.stop(ending instanceof Ending.SwitchedOff);
        return ending;
    }

    private MoultClient start(
            ProgressJournal progress,
            ApplicationServices services,
            Optional<DeviceTrust> trust,
            ReceivingProgress receiving)
            throws IOException {
        try {
            return MoultClient.start(
                    client,
                    new FlashStagingArea(services, receiving::reached),
                    new FlashBootControl(services),
                    progress,
                    trust.map(now -> now.policy().trust()).orElse(TrustStore.of()),
                    identity(trust));
        } catch (IllegalArgumentException e) {
            // settings that do not fit this device: the user's, not ours
            throw new IOException(e.getMessage(), e);
        }
    }

    private Ending watch(MoultClient moult) throws InterruptedException {
        boolean registered = false;
        String trouble = "";
        FetchNews fetch = new FetchNews(events);
        ConsumerView before = moult.view();
        Optional<Ending> ending = power.await(LOOK_EVERY);
        while (ending.isEmpty()) {
            ConsumerView now = moult.view();
            sayChanges(before, now);
            before = now;
            fetch.look(now.state(), moult.fetchTrouble());
            if (moult.registered() != registered) {
                registered = moult.registered();
                events.say(
                        registered ? "registered" : "unregistered",
                        (registered ? "registered with " : "no longer registered with ") + client.server());
            }
            if (!moult.registrationTrouble().equals(trouble)) {
                trouble = moult.registrationTrouble();
                sayTrouble(trouble);
            }
            ending = power.await(LOOK_EVERY);
        }
        sayChanges(before, moult.view());
        return ending.get();
    }

    private void sayTrouble(String trouble) {
        if (!trouble.isEmpty()) {
            events.say("not-registered", "not registered with " + client.server() + ": " + trouble);
        }
    }

    private void sayChanges(ConsumerView before, ConsumerView now) {
        if (now.state() != before.state() || now.result() != before.result()) {
            events.say(
                    "state",
                    "State " + now.state().code() + " (" + now.state() + "), Update Result "
                            + now.result().code() + " (" + now.result() + ")",
                    Map.of("state", now.state().code(), "result", now.result().code()));
        }
        if (!now.lastRefusal().equals(before.lastRefusal())
                && !now.lastRefusal().isEmpty()) {
            events.say("refused", "refused: " + now.lastRefusal(), Map.of("refusal", now.lastRefusal()));
        }
    }

    private static DeviceIdentity identity(Optional<DeviceTrust> trust) {
        return trust.map(now -> DeviceIdentity.of(
                        now.owner().vendorId(),
                        now.owner().classId(),
                        now.policy().authorities().size()))
                .orElse(DeviceIdentity.BLANK);
    }
}
