package io.moult.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the device operator does and sees, through the REST API alone. */
final class Operator {
    /** The states in which an update has come to its end. */
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "refused", "cancelled");

    private final Rest rest;
    private final Waiting waiting;
    private final ObjectMapper json = new ObjectMapper();

    Operator(Rest rest, Waiting waiting) {
        this.rest = rest;
        this.waiting = waiting;
    }

    /** Makes a device's credentials known. */
    void admit(DeviceProcess device) throws Exception {
        Rest.Answer answer = rest.put(
                "devices/" + device.endpoint() + "/credentials",
                json.createObjectNode().put("identity", device.endpoint()).put("keyHex", device.keyHex()));
        require(answer, "take the credentials of " + device.endpoint());
    }

    /** Makes known by which key the device signs its boot reports. */
    void trustReports(String endpoint, String publicKey) throws Exception {
        require(rest.putText("devices/" + endpoint + "/key", publicKey), "take the key of " + endpoint);
    }

    /** Uploads a release and returns its id. */
    String upload(Path envelope) throws Exception {
        Rest.Answer answer = rest.postFile("releases?name=" + envelope.getFileName(), envelope);
        require(answer, "take the release " + envelope.getFileName());
        return answer.body().path("id").asText();
    }

    /** Puts an image on the firmware server. */
    void publish(String name, Path image) throws Exception {
        require(rest.putFile("images/" + name, image), "take the image " + name);
    }

    /** Orders an update of a device; the answer may be a refusal to do so. */
    Rest.Answer tryToOrder(String endpoint, String release, boolean force) throws Exception {
        return rest.post(
                "updates",
                json.createObjectNode()
                        .put("endpoint", endpoint)
                        .put("release", release)
                        .put("delivery", "push")
                        .put("force", force));
    }

    /** Orders an update and returns its id. */
    String order(String endpoint, String release) throws Exception {
        return order(endpoint, release, false);
    }

    String order(String endpoint, String release, boolean force) throws Exception {
        Rest.Answer answer = tryToOrder(endpoint, release, force);
        require(answer, "order an update of " + endpoint);
        return answer.body().path("id").asText();
    }

    JsonNode update(String id) throws IOException, InterruptedException {
        return rest.get("updates/" + id).body();
    }

    JsonNode device(String endpoint) throws IOException, InterruptedException {
        return rest.get("devices/" + endpoint).body();
    }

    /** All devices, as the list shows them. */
    JsonNode devices() throws IOException, InterruptedException {
        return rest.get("devices").body().path("content");
    }

    /** Waits until the server shows a device as this. */
    JsonNode deviceWhen(String endpoint, String what, Duration deadline, Predicate<JsonNode> shown) throws Exception {
        return waiting.until(endpoint + " " + what, deadline, () -> {
            JsonNode device = device(endpoint);
            return shown.test(device) ? Optional.of(device) : Optional.empty();
        });
    }

    /** Waits until an update has come to its end. */
    JsonNode ended(String id, Duration deadline) throws Exception {
        return waiting.until("the update of this order ends", deadline, () -> {
            JsonNode update = update(id);
            return hasEnded(update) ? Optional.of(update) : Optional.empty();
        });
    }

    static boolean hasEnded(JsonNode update) {
        return ENDED.contains(update.path("state").asText());
    }

    static boolean succeeded(JsonNode update) {
        return update.path("state").asText().equals("succeeded");
    }

    /** What the bootloader did at the device's last boot, as the server has heard it; empty if it has not. */
    static String bootEvent(JsonNode device) throws IOException {
        JsonNode report = device.path("bootReport");
        JsonNode parsed = report.isTextual() && !report.asText().isEmpty()
                ? new ObjectMapper().readTree(report.asText())
                : report;
        return parsed.path("event").asText("");
    }

    private static void require(Rest.Answer answer, String what) throws StoryBroken {
        if (!answer.ok()) {
            throw new StoryBroken("the server does not " + what + ": " + answer.inShort());
        }
    }
}
