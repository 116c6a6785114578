package io.moult.demo.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.flash.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The emulated loss of power: at the planned write to flash the process ends there and then, with no chance to tidy up,
 * and leaves {@code power-cut.json} in the device's directory as the proof that the cut fired.
 */
final class PowerCuts {
    static final String PROOF = "power-cut.json";

    /** Exit status of a process that SIGKILL ended. */
    static final int STATUS = 137;

    private final Path deviceDirectory;
    private final DeviceEvents events;

    PowerCuts(Path deviceDirectory, DeviceEvents events) {
        this.deviceDirectory = deviceDirectory;
        this.events = events;
    }

    /** A plan that ends this process when it fires. */
    FaultPlan plan(String order) {
        return FaultPlan.parse(order).onCut(description -> cut(order, description));
    }

    private void cut(String order, String description) {
        try {
            Files.writeString(
                    deviceDirectory.resolve(PROOF),
                    new ObjectMapper()
                            .createObjectNode()
                            .put("fired", true)
                            .put("order", order)
                            .put("what", description)
                            .put("pid", ProcessHandle.current().pid())
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events.say("power-cut", description);
        Runtime.getRuntime().halt(STATUS);
    }
}
