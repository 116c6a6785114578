package io.moult.boot.cli;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStorage;
import io.moult.boot.image.SetFacts;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.cli.Version;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code boot confirm}: what an application does when it has seen that it works. */
@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Keeps the running image for good, as the application would; no effect on a confirmed one.",
        footer = {"", "Exit status: 0 kept, 1 nothing runs that could be kept, 2 misuse, 137 power cut as ordered."})
final class ConfirmCommand extends WritingVerb {
    @Override
    Telling run(DeviceStorage storage) throws IOException {
        BootPlatform device = storage.platform();
        JournalState state = Bench.state(device);
        if (state.phase() == Phase.INSTALLING || state.phase() == Phase.REVERTING) {
            throw Bench.midSwap();
        }
        if (state.phase() == Phase.GIVEN_UP) {
            throw Bench.wrongState("the installed images were given up: there is nothing to keep");
        }
        if (state.phase() == Phase.TRIAL && state.attempts() == 0) {
            throw Bench.wrongState("the image on trial has not been booted yet: boot it first");
        }
        ApplicationServices application = Bench.application(device);
        String version = device.verifier()
                .describe(application.runningEnvelope())
                .map(SetFacts::version)
                .orElse("without a number");
        boolean already = application.confirmed();
        application.confirm();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("version", version);
        object.put("already", already);
        object.put("securityCounter", Long.toUnsignedString(application.securityCounter()));
        return new Telling(
                DONE, object, List.of("version " + version + (already ? " was confirmed before" : " is confirmed")));
    }
}
