package io.moult.boot.cli;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.boot.DeviceStorage;
import io.moult.boot.image.SetFacts;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.DeviceTrust;
import io.moult.cli.Version;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code boot pending}: what an application does when its update is to be tried. */
@Command(
        name = "pending",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Asks for a trial of the staged image at the next boot, as the application would.",
        footer = {"", "Exit status: 0 asked for, 1 nothing is staged, 2 misuse, 137 power cut as ordered."})
final class PendingCommand extends WritingVerb {
    @Override
    Telling run(DeviceStorage storage) throws IOException {
        BootPlatform device = storage.platform();
        Bench.requireSettled(device);
        SecondaryContent content = Bench.state(device).secondary();
        if (content != SecondaryContent.STAGED && content != SecondaryContent.PENDING) {
            throw Bench.wrongState("nothing is staged: stage a release with boot load");
        }
        ApplicationServices application = Bench.application(device);
        if (DeviceTrust.isChange(application.stagedEnvelope())) {
            application.requestTrialBoot();
            return new Telling(
                    DONE,
                    Map.of("changeOfTrust", true, "already", content == SecondaryContent.PENDING),
                    List.of("the change of whom the device believes is judged at the next boot"));
        }
        SetFacts facts = device.verifier()
                .describe(application.stagedEnvelope())
                .orElseThrow(() -> Bench.wrongState("the staged envelope cannot be read: stage the release again"));
        application.requestTrialBoot();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("version", facts.version());
        object.put("imageSizeBytes", facts.sizeBytes());
        object.put("already", content == SecondaryContent.PENDING);
        return new Telling(DONE, object, List.of("version " + facts.version() + " is tried at the next boot"));
    }
}
