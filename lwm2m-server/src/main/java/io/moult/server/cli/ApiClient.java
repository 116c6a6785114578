package io.moult.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.cli.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A server's REST API as the verbs use it. */
final class ApiClient {
    private static final String NO_SERVER = "no-server";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final URI server;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** A client of the server at a base address such as {@code http://127.0.0.1:8080}. */
    ApiClient(URI server) {
        this.server = server;
    }

    /** No answer came, or none to its end. */
    static final class Silent extends Failure {
        private static final long serialVersionUID = 1L;

        Silent(String sentence, IOException cause) {
            super(NO_SERVER, sentence, cause);
        }
    }

    /** The server said no. */
    static final class Refused extends Failure {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String name, String detail) {
            super(name, detail);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    JsonNode post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    JsonNode delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    JsonNode post(String path, Path file) throws IOException, InterruptedException {
        return send(request(path).POST(body(file)).build());
    }

    JsonNode put(String path, Path file) throws IOException, InterruptedException {
        return send(request(path).PUT(body(file)).build());
    }

    ObjectMapper mapper() {
        return mapper;
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static BodyPublisher body(Path file) throws IOException {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new Failure("unusable-file", "The file " + file + " cannot be read.", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json");
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new Silent("No server answers at " + server + ": is it running? Name another with --server.", e);
        } catch (HttpTimeoutException e) {
            throw new Silent("The server at " + server + " does not answer in time.", e);
        } catch (IOException e) {
            throw new Silent(
                    "What answers at " + server + " is not a Moult server, or has broken off the connection.", e);
        }
        JsonNode json = read(response.body());
        if (response.statusCode() >= 400) {
            String detail = json.path("detail").asText("");
            throw new Refused(
                    response.statusCode(),
                    kind(json),
                    detail.isEmpty() ? "The server answered with status " + response.statusCode() + "." : detail);
        }
        return json;
    }

    /** The last part of the problem's type. */
    private static String kind(JsonNode problem) {
        String type = problem.path("type").asText("");
        return type.isEmpty() ? "http-error" : type.substring(type.lastIndexOf(':') + 1);
    }

    private JsonNode read(String body) throws IOException {
        try {
            return body.isBlank() ? mapper.createObjectNode() : mapper.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Failure(NO_SERVER, "What answers at " + server + " is not a Moult server.", e);
        }
    }
}
