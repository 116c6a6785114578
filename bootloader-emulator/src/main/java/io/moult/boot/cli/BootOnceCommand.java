package io.moult.boot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.boot.RunningImage;
import io.moult.boot.TrialBudget;
import io.moult.cli.Version;
import io.moult.updateobject.BootReport;
import io.moult.updateobject.BootReportJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code boot boot}: one reset. */
@Command(
        name = "boot",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Boots a device once, up to the jump into the image, and shows the boot report.",
        footer = {"", "Exit status: 0 started, 1 recovery or failed, 2 misuse, 137 power cut as ordered."})
final class BootOnceCommand extends WritingVerb {
    @Option(
            names = "--reset",
            paramLabel = "REASON",
            defaultValue = "power",
            description = "Why there is a boot: power, request, watchdog or crash (default: ${DEFAULT-VALUE}).")
    private String reset = "power";

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often an unconfirmed image is booted before it is given up (default: ${DEFAULT-VALUE}).")
    private int attempts = 1;

    @Override
    Telling run(DeviceStorage storage) throws IOException {
        if (attempts < 1) {
            throw new ParameterException(spec().commandLine(), "--attempts: say 1 or more.");
        }
        BootOutcome outcome = new BootRom(storage.platform(TrialBudget.of(attempts))).boot(reason());
        List<String> lines = lines(outcome);
        if (storage.faults().operations() > 0) {
            lines.add("          " + writes(storage.faults().operations()));
        }
        return new Telling(outcome instanceof BootOutcome.Started ? DONE : FAILED, object(outcome), lines);
    }

    private ResetReason reason() {
        for (ResetReason reason : ResetReason.values()) {
            if (reason.label().equals(reset.toLowerCase(Locale.ROOT))) {
                return reason;
            }
        }
        throw new ParameterException(
                spec().commandLine(), "--reset: \"" + reset + "\" is none of power, request, watchdog and crash.");
    }

    /** For programs; {@code report} has the names that the status tracker sees. */
    static Map<String, Object> object(BootOutcome outcome) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("outcome", outcome instanceof BootOutcome.Started ? "started" : "recovery");
        if (outcome instanceof BootOutcome.Started started) {
            object.put("trial", started.trial());
            object.put("golden", started.recovery());
            object.put(
                    "images",
                    started.images().stream().map(BootOnceCommand::object).toList());
        }
        object.put("report", new ObjectMapper().readTree(new BootReportJson().encode(outcome.report())));
        return object;
    }

    private static Map<String, Object> object(RunningImage image) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("component", image.component().toString());
        object.put("master", image.master());
        object.put("flashOffsetBytes", image.flashOffsetBytes());
        object.put("imageSizeBytes", image.sizeBytes());
        object.put("imageSha256", image.imageDigest().hex());
        object.put("manifestDigest", image.manifestDigest().hex());
        return object;
    }

    static List<String> lines(BootOutcome outcome) {
        BootReport report = outcome.report();
        List<String> lines = new ArrayList<>();
        String version = "version " + (report.version().isEmpty() ? "without a number" : report.version());
        lines.add(
                switch (report.event()) {
                    case NORMAL -> "booted    " + version;
                    case TRIAL -> "on trial  " + version + ", attempt " + report.attempts();
                    case REVERTED -> "reverted  to " + version;
                    case CANDIDATE_REFUSED -> "refused   the candidate; booted " + version;
                    case RECOVERY -> "recovery  no image verifies, nothing runs";
                });
        if (!report.detail().isEmpty()) {
            lines.add("          " + report.detail());
        }
        if (outcome instanceof BootOutcome.Started started) {
            if (started.images().size() > 1) {
                lines.add("          starts "
                        + String.join(
                                ", then ",
                                started.images().stream()
                                        .map(image -> image.component().toString())
                                        .toList()));
            }
            lines.add("          sequence number " + Long.toUnsignedString(report.sequenceNumber())
                    + ", security counter " + Long.toUnsignedString(report.securityCounter()) + ", reset by "
                    + report.resetReason());
        }
        return lines;
    }
}
