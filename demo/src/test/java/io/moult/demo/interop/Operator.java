package io.moult.demo.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The device operator: knows the server by its REST API alone. */
final class Operator {
    /** What the server answered. */
    record Answer(int status, JsonNode body, String location) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();

    Operator(int httpPort) {
        this.api = URI.create("http://127.0.0.1:" + httpPort + "/api/v1/");
    }

    Answer call(String method, String path, String contentType, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).method(method, body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    text.isEmpty() ? JSON.nullNode() : JSON.readTree(text),
                    response.headers().firstValue("Location").orElse(""));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    Answer get(String path) {
        return call("GET", path, "", BodyPublishers.noBody());
    }

    Answer post(String path, Map<String, Object> json) {
        return call(
                "POST",
                path,
                "application/json",
                BodyPublishers.ofString(JSON.valueToTree(json).toString()));
    }

    void admits(DeviceAccount account) {
        Answer answer = call(
                "PUT",
                "devices/" + account.endpoint() + "/credentials",
                "application/json",
                BodyPublishers.ofString(JSON.valueToTree(Map.of(
                                "identity",
                                account.identity(),
                                "key-hex",
                                account.key().hex()))
                        .toString()));
        expect(answer, 200, 299);
    }

    /** Stores a raw image for plain devices; gives the release's id. */
    String addRawRelease(String name, Bytes image) {
        return addRelease("?kind=raw&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), image);
    }

    /** Stores an envelope; gives the release's id. */
    String addEnvelope(Bytes envelope) {
        return addRelease("", envelope);
    }

    private String addRelease(String query, Bytes body) {
        Answer answer = call(
                "POST", "releases" + query, "application/octet-stream", BodyPublishers.ofByteArray(body.toArray()));
        expect(answer, 200, 299);
        return answer.body().get("id").asText();
    }

    /** Puts an image into the firmware server, which serves it at {@code images/NAME}. */
    void putImage(String name, Bytes image) {
        Answer answer =
                call("PUT", "images/" + name, "application/octet-stream", BodyPublishers.ofByteArray(image.toArray()));
        expect(answer, 200, 299);
    }

    /** Orders an update by push; gives its id. */
    String push(String endpoint, String release) {
        return order(Map.of("endpoint", endpoint, "release", release, "delivery", "push"));
    }

    String order(Map<String, Object> wishes) {
        Answer answer = post("updates", wishes);
        expect(answer, 200, 299);
        return answer.body().get("id").asText();
    }

    JsonNode update(String id) {
        Answer answer = get("updates/" + id);
        expect(answer, 200, 200);
        return answer.body();
    }

    JsonNode device(String endpoint) {
        return get("devices/" + endpoint).body();
    }

    void cancel(String id) {
        expect(call("DELETE", "updates/" + id, "", BodyPublishers.noBody()), 200, 299);
    }

    /** Waits until an update is in this state; at once an AssertionError when it ends in another. */
    JsonNode awaitState(String id, String state) {
        Await.until(
                "update " + id + " to be " + state,
                () -> {
                    String now = update(id).path("state").asText();
                    if (!now.equals(state) && now.matches("succeeded|failed|refused|cancelled")) {
                        throw new AssertionError("update ended otherwise: " + update(id));
                    }
                    return now.equals(state);
                },
                () -> update(id).toString());
        return update(id);
    }

    /** Waits until an update has ended, however. */
    JsonNode awaitEnd(String id) {
        Await.until(
                "update " + id + " to end",
                () -> update(id).path("state").asText().matches("succeeded|failed|refused|cancelled"),
                () -> update(id).toString());
        return update(id);
    }

    private static void expect(Answer answer, int from, int to) {
        if (answer.status() < from || answer.status() > to) {
            throw new AssertionError("HTTP " + answer.status() + " " + answer.body());
        }
    }
}
