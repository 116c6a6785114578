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
        Path author = stage.author().directory();
        List<DeviceProcess> devices = new ArrayList<>();
        for (String endpoint : List.of(Cast.FIRST, Cast.SECOND)) {
            DeviceProcess device = stage.newDevice(endpoint);
            device.manufacture(stage.author().keys(), author.resolve("first.suit"));
            devices.add(device);
        }
        DeviceProcess blank = stage.newDevice(Cast.THIRD);
        blank.manufactureBlank(author.resolve("first-with-provisioning.suit"));
        devices.add(blank);
        narrator.say("Two have got identifiers and certificate in the factory; " + Cast.THIRD
                + " is blank and takes them from its first image.");
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
            stage.operator().trustReports(device.endpoint(), flash.reportKey());
            Path image = device.equals(blank)
                    ? author.resolve("first-with-provisioning.bin")
                    : stage.images().old();
            narrator.check(
                    device.endpoint() + " runs the factory's image, which verifies",
                    flash.verified()
                            && flash.confirmed()
                            && flash.imageSha256().equals(Files256.sha256(image).hex()),
                    "boot state: " + flash.inShort());
        }
        narrator.say("The server now knows by which keys their boot reports are signed.");
        narrator.check(
                "they talk over DTLS with a connection ID",
                stage.link().counts().withConnectionIdToServer() > 0,
                "wire: " + stage.link().counts().withConnectionIdToServer() + " records with one");
    }
}
