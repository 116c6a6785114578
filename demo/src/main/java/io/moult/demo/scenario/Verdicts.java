package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import java.time.Duration;

/** Verdicts that several chapters take in the same way: each from REST, flash or wire. */
final class Verdicts {
    private final Stage stage;
    private final Narrator narrator;

    Verdicts(Stage stage) {
        this.stage = stage;
        this.narrator = stage.narrator();
    }

    /**
     * The update ends well: the server says so, the device is back with its version, and the flash runs its image. Returns
     * the device as the server shows it.
     */
    JsonNode updated(String endpoint, String order, Cast.Next next, Duration deadline) throws Exception {
        JsonNode update = stage.operator().ended(order, deadline);
        JsonNode device = stage.operator()
                .deviceWhen(
                        endpoint,
                        "runs " + next.version(),
                        deadline,
                        json -> json.path("registered").asBoolean()
                                && json.path("version").asText().equals(next.version()));
        serverShowsSuccess(update, device, next.version());
        flashRuns(endpoint, next.version(), Files256.sha256(next.image()));
        return device;
    }

    /** The server says that the update succeeded, and shows the new version and Update Result 1. */
    private void serverShowsSuccess(JsonNode update, JsonNode device, String version) {
        narrator.check(
                "the server shows version " + version + " and Update Result 1",
                Operator.succeeded(update)
                        && device.path("version").asText().equals(version)
                        && device.path("result").asInt(-1) == 1,
                "REST: update " + update.path("state").asText() + ", version "
                        + device.path("version").asText() + ", result "
                        + device.path("result").asText("none"));
    }

    /** The flash, read from its file, holds this image whole, confirmed. */
    private void flashRuns(String endpoint, String version, Bytes imageSha256) throws Exception {
        FlashView flash = stage.device(endpoint).flash();
        narrator.check(
                "the flash of " + endpoint + " runs version " + version + ", verified and confirmed",
                flash.version().equals(version)
                        && flash.verified()
                        && flash.confirmed()
                        && flash.imageSha256().equals(imageSha256.hex()),
                "boot state: " + flash.inShort() + ", image " + abbreviated(flash.imageSha256()));
    }

    /** At most one sector crossed twice. */
    void atMostOneSectorTwice(BlockLedger ledger) {
        narrator.check(
                "at most one flash sector (4096 octets) has been taken twice",
                ledger.takenAgainBytes() <= 4096,
                "wire: " + ledger.count() + " blocks, " + ledger.takenAgainBytes() + " octets taken twice");
    }

    static String abbreviated(String hex) {
        return hex.length() <= 12 ? hex : hex.substring(0, 12) + "…";
    }
}
