package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.demo.link.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Chapter 7: releases that are authentic, and bad. */
final class BadReleaseChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    @Override
    public String title() {
        return "A bad release: authentic firmware that fails its self-test, and one that hangs";
    }

    @Override
    public void play(Stage stage) throws Exception {
        stage.link().behave(LinkSettings.delayed(0));
        reverted(stage, "fails", "It fails its self-test.");
        reverted(stage, "hangs", "It hangs; the watchdog resets the device.");
    }

    private static void reverted(Stage stage, String behaviour, String words) throws Exception {
        Narrator narrator = stage.narrator();
        DeviceProcess device = stage.device(Cast.FIRST);
        FlashView before = device.flash();
        Path image = stage.images()
                .variant("bad image that " + behaviour, stage.author().directory());
        device.behave(Files256.sha256(image), behaviour);
        Cast.Next next = Cast.nextFor(stage, Cast.FIRST, behaviour, Optional.of(image), Optional.empty());
        narrator.say("Version " + next.version() + " is good in every way that can be verified. " + words);
        String order = stage.operator().order(Cast.FIRST, stage.operator().upload(next.envelope()));
        JsonNode update = stage.operator().ended(order, DEADLINE);
        JsonNode shown = stage.operator()
                .deviceWhen(
                        Cast.FIRST,
                        "is back",
                        DEADLINE,
                        json -> json.path("registered").asBoolean()
                                && bootEventOf(json).equals("reverted"));

        FlashView after = device.flash();
        narrator.check(
                "the bootloader has gone back to version " + before.version(),
                after.version().equals(before.version())
                        && after.imageSha256().equals(before.imageSha256())
                        && after.verified()
                        && after.confirmed(),
                "boot state: " + after.inShort());
        narrator.check(
                "the server shows the old version, Update Result 8, and why",
                !Operator.succeeded(update)
                        && shown.path("version").asText().equals(before.version())
                        && shown.path("result").asInt(-1) == 8
                        && !update.path("reason").asText().isEmpty(),
                "REST: version " + shown.path("version").asText() + ", result "
                        + shown.path("result").asText("none") + ", \""
                        + update.path("reason").asText() + "\"");
    }

    private static String bootEventOf(JsonNode device) {
        try {
            return Operator.bootEvent(device);
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
