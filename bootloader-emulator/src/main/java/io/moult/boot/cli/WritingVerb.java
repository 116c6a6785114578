package io.moult.boot.cli;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.PowerCut;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A verb that writes to a device's flash, and may lose its power in the middle of it. */
abstract class WritingVerb extends DeviceVerb {
    /** As of a process that was killed; the emulated device has the same. */
    static final int POWER_CUT = 137;

    @Option(
            names = "--cut-power",
            paramLabel = "N[:HOW]",
            description = "Lose power at the Nth write (a program or an erase) of this verb."
                    + " HOW: before (default), torn, garbage, blank, after.")
    private @Nullable String cutPower;

    @Override
    final int run(DeviceFiles files) throws IOException {
        FaultPlan plan = plan();
        Telling telling;
        try (DeviceStorage storage = DeviceStorage.open(files, new DeviceStorage.Options(false, plan))) {
            telling = run(storage);
        } catch (PowerCut cut) {
            return tellOf(plan);
        }
        Map<String, Object> object = new LinkedHashMap<>(telling.object());
        object.put("writes", plan.operations());
        tell(object, telling.lines());
        if (cutPower != null) {
            note("no power cut: " + writes(plan.operations()) + ", none of them number " + cutPower);
        }
        return telling.status();
    }

    /** What a verb has to say when it is done. */
    record Telling(int status, Map<String, Object> object, List<String> lines) {}

    abstract Telling run(DeviceStorage storage) throws IOException;

    private FaultPlan plan() {
        try {
            return cutPower == null ? FaultPlan.none() : FaultPlan.parse(cutPower);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "--cut-power: " + e.getMessage());
        }
    }

    private int tellOf(FaultPlan plan) throws IOException {
        String what = plan.firedAt().orElse("power cut");
        tell(Map.of("powerCut", what, "writes", plan.operations()), List.of(what));
        return POWER_CUT;
    }

    static String writes(long operations) {
        return operations == 0 ? "nothing written" : operations == 1 ? "1 write" : operations + " writes";
    }
}
