package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.demo.link.LinkSettings;
import java.nio.file.Files;
import java.time.Duration;

/** Chapter 3: the main job, undisturbed. */
final class PushChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Override
    public String title() {
        return "Push: the server writes the envelope, the device verifies, swaps, tries and keeps it";
    }

    @Override
    public void play(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        Cast.Next next = Cast.nextFor(stage, Cast.FIRST, "push");
        String release = stage.operator().upload(next.envelope());
        stage.link().behave(LinkSettings.delayed(1));
        Transfers push = Transfers.ofPush(stage, next.envelope(), "to " + Cast.FIRST);
        narrator.say("Version " + next.version() + " is pushed to " + Cast.FIRST + ", block by block.");
        String order = stage.operator().order(Cast.FIRST, release);
        BlockLedger ledger = push.untilComplete(DEADLINE);

        JsonNode device = new Verdicts(stage).updated(Cast.FIRST, order, next, DEADLINE);
        narrator.check(
                "each octet of the envelope crossed once",
                ledger.takenAgainBytes() == 0 && ledger.reachedBytes() == Files.size(next.envelope()),
                "wire: " + ledger.count() + " blocks, " + ledger.reachedBytes() + " octets");
        theOperatorSeesWhoIsPending(stage, next.version());
        narrator.check(
                "the bootloader tells of the trial, and the server has heard it",
                Operator.bootEvent(device).equals("trial"),
                "REST: boot report " + Operator.bootEvent(device));
        theDeviceProvesWhatItBooted(stage, next);
    }

    private static void theDeviceProvesWhatItBooted(Stage stage, Cast.Next next) throws Exception {
        JsonNode report = stage.operator()
                .deviceWhen(
                        Cast.FIRST,
                        "sends the signed report of its boot",
                        DEADLINE,
                        json -> json.path("signedBootReport")
                                .path("version")
                                .asText()
                                .equals(next.version()))
                .path("signedBootReport");
        String image = Files256.sha256(next.image()).hex();
        stage.narrator()
                .check(
                        "the device has signed with its own key that it booted this image",
                        report.path("signature").asText().equals("valid")
                                && report.path("log")
                                        .findValuesAsText("component")
                                        .contains(image),
                        "REST: signature " + report.path("signature").asText() + ", image "
                                + Verdicts.abbreviated(image) + ", register "
                                + Verdicts.abbreviated(report.path("register").asText()));
    }

    private static void theOperatorSeesWhoIsPending(Stage stage, String version) throws Exception {
        int updated = 0;
        int pending = 0;
        for (JsonNode device : stage.operator().devices()) {
            boolean runsIt = device.path("version").asText().equals(version);
            updated += runsIt ? 1 : 0;
            pending += runsIt ? 0 : 1;
        }
        stage.narrator()
                .check(
                        "the operator sees who has updated and who is pending",
                        updated == 1 && pending == 2,
                        "REST: " + updated + " run version " + version + ", " + pending + " do not");
    }
}
