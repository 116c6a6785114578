package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.suit.author.KeySet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Chapter 2: devices boot version 1 through their bootloaders, and register. */
final class RegisterChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Override
    public String title() {
        return "Boot and register: three devices start, each a process of its own";
    }

    @Override
    public void play(Stage stage) throws Exception {
        Narrator narrator = stage.narrator();
        stage.startServer();
        narrator.say("The server runs (process " + stage.server().pid() + "), coaps on port "
                + stage.server().ports().coaps() + ", REST on port "
                + stage.server().ports().http() + ".");
        Path first = stage.author().directory().resolve("first.suit");
        List<DeviceProcess> devices = new ArrayList<>();
        for (String endpoint : List.of(Cast.FIRST, Cast.SECOND, Cast.THIRD)) {
            DeviceProcess device = stage.newDevice(endpoint);
            device.manufacture(stage.author().keys(), first);
            devices.add(device);
        }
        KeySet keys = KeySet.read(stage.author().keys());
        for (DeviceProcess device : devices) {
            JsonNode shown = stage.operator()
                    .deviceWhen(
                            device.endpoint(),
                            "registers and tells its version",
                            DEADLINE,
                            json -> json.path("registered").asBoolean()
                                    && !json.path("version").asText().isEmpty()
                                    && json.path("vendorId").isTextual());
            narrator.check(
                    device.endpoint() + " runs version 1.0.0 and is of the keys' vendor and class",
                    shown.path("version").asText().equals("1.0.0")
                            && shown.path("vendorId")
                                    .asText()
                                    .equals(keys.vendorId().toString())
                            && shown.path("classId")
                                    .asText()
                                    .equals(keys.classId().toString()),
                    "REST: version " + shown.path("version").asText() + ", class "
                            + shown.path("classId").asText());
        }
        for (DeviceProcess device : devices) {
            FlashView flash = device.flash();
            narrator.check(
                    device.endpoint() + " has verified what it runs",
                    flash.verified()
                            && flash.confirmed()
                            && flash.imageSha256()
                                    .equals(stage.images().oldSha256().hex()),
                    "boot state: " + flash.inShort());
        }
        narrator.check(
                "they talk over DTLS with a connection ID",
                stage.link().counts().withConnectionIdToServer() > 0,
                "wire: " + stage.link().counts().withConnectionIdToServer() + " records with one");
    }
}
