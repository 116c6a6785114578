package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.ResetReason;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The stand-in for the application: what an image would do if its octets were executed, by the behaviour table. It
 * alone knows how an image behaves.
 */
final class Application {
    private final DeviceSettings settings;
    private final DeviceEvents events;
    private final PowerSwitch power;
    private final Network network;

    /** What a healthy application does when its self-test is passed: talks to its server until the run ends. */
    @FunctionalInterface
    interface Network {
        Ending run(ApplicationServices services) throws IOException, InterruptedException;
    }

    Application(DeviceSettings settings, DeviceEvents events, PowerSwitch power, Network network) {
        this.settings = settings;
        this.events = events;
        this.power = power;
        this.network = network;
    }

    /** Runs until the device is reset or switched off. */
    Ending run(BootOutcome.Started boot, ApplicationServices services) throws IOException, InterruptedException {
        Behaviour behaviour =
                BehaviourTable.read(settings.data()).of(boot.image().imageDigest());
        return switch (behaviour) {
            case HEALTHY -> healthy(boot, services);
            case FAILS -> {
                events.say("self-test-failed", "the self-test found a fault: resetting without confirming");
                yield new Ending.Reset(ResetReason.REQUEST);
            }
            case CRASHES -> {
                events.say("crashed", "the application crashed");
                yield new Ending.Reset(ResetReason.CRASH);
            }
            case HANGS -> hang();
        };
    }

    private Ending healthy(BootOutcome.Started boot, ApplicationServices services)
            throws IOException, InterruptedException {
        events.say("self-test-passed", "the self-test found nothing wrong");
        if (boot.trial()) {
            services.confirm();
            events.say(
                    "confirmed",
                    "version " + boot.image().version() + " is confirmed",
                    Map.of("version", boot.image().version()));
        }
        return network.run(services);
    }

    private Ending hang() throws InterruptedException {
        events.say(
                "hangs",
                "the application hangs; the watchdog bites in "
                        + settings.watchdog().toMillis() + " ms");
        Optional<Ending> ended = power.await(settings.watchdog());
        if (ended.isPresent()) {
            return ended.get();
        }
        events.say("watchdog", "the watchdog resets the device");
        return new Ending.Reset(ResetReason.WATCHDOG);
    }
}
