package io.moult.boot.cli;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStatus;
import io.moult.cli.Version;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code boot state}: reads a device's files, changes nothing, and needs no running device. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what is in a device's flash, read from its files alone, also while it runs.",
        footer = {"", "Exit status: 0 shown, 1 no readable flash there, 2 misuse."})
final class StateCommand extends DeviceVerb {
    @Override
    int run(DeviceFiles files) throws IOException {
        Map<String, Object> status = DeviceStatus.read(files);
        tell(status, StateText.of(status));
        return DONE;
    }
}
