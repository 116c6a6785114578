package io.moult.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import io.moult.server.device.CredentialsFile;
import io.moult.server.device.Device;
import io.moult.server.device.DeviceKeyStore;
import io.moult.server.repository.FirmwareRepository;
import io.moult.server.repository.Release;
import io.moult.server.tracker.Delivery;
import io.moult.server.tracker.NewUpdate;
import io.moult.server.tracker.OrderResult;
import io.moult.server.tracker.StatusTracker;
import io.moult.server.tracker.Update;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST API under {@code /api/v1}. Errors are problem+json; lists are limited; uploads are streamed. */
public final class RestApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final int MOST_KEY_BYTES = 8 * 1024;
    private static final long MOST_READ_OUT_BYTES = 64L * 1024 * 1024;
    private static final long ANSWER_SECONDS = 30;
    private final Rooms rooms;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Views views = new Views(mapper);
    private final Javalin javalin;

    /** Where to listen; port 0 for any free one. */
    public record Binding(String host, int port) {}

    /** What the API gives access to. */
    public record Rooms(
            StatusTracker tracker,
            FirmwareRepository repository,
            CredentialStore credentials,
            DeviceKeyStore deviceKeys,
            Clock clock) {}

    private RestApi(Rooms rooms, CallerGuard guard) {
        this.rooms = rooms;
        this.javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.routes
                    .before(ctx -> admit(guard, ctx))
                    .get("/health", this::health)
                    .get("/api/v1/devices", this::devices)
                    .get("/api/v1/devices/{endpoint}", this::device)
                    .put("/api/v1/devices/{endpoint}/credentials", this::putCredentials)
                    .put("/api/v1/devices/{endpoint}/key", this::putDeviceKey)
                    .post("/api/v1/releases", this::addRelease)
                    .get("/api/v1/releases", this::releases)
                    .get("/api/v1/releases/{id}", this::release)
                    .put("/api/v1/images/{name}", this::putImage)
                    .post("/api/v1/updates", this::order)
                    .get("/api/v1/updates", this::updates)
                    .get("/api/v1/updates/{id}", this::update)
                    .post("/api/v1/updates/{id}/execute", this::execute)
                    .delete("/api/v1/updates/{id}", this::cancel)
                    .exception(Problem.class, (problem, ctx) -> show(ctx, problem))
                    .exception(HttpResponseException.class, (e, ctx) -> show(ctx, ofStatus(e)))
                    .exception(Exception.class, (e, ctx) -> show(ctx, unexpected(e)));
        });
    }

    /** Binds and listens; IOException with one sentence when it cannot. */
    public static RestApi start(Binding binding, Rooms rooms) throws IOException {
        RestApi api = new RestApi(rooms, new CallerGuard(binding.host()));
        try {
            api.javalin.start(binding.host(), binding.port());
        } catch (JavalinBindException e) {
            api.close();
            throw new IOException(
                    "HTTP port " + binding.port() + " on " + binding.host()
                            + " cannot be bound: it is in use, or not ours to bind. Choose another with --http.",
                    e);
        }
        return api;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void admit(CallerGuard guard, Context ctx) {
        Optional<Problem> objection =
                guard.objection(Optional.ofNullable(ctx.header("Host")), Optional.ofNullable(ctx.header("Origin")));
        if (objection.isPresent()) {
            throw objection.get();
        }
    }

    private void health(Context ctx) {
        answer(ctx, 200, mapper.createObjectNode().put("status", "up"));
    }

    private void devices(Context ctx) {
        int limit = Requests.limit(ctx);
        String after = Optional.ofNullable(ctx.queryParam("after")).orElse("");
        List<Device> found = rooms.tracker().devices().list(after, limit);
        ObjectNode node = mapper.createObjectNode();
        ArrayNode content = node.putArray("content");
        found.forEach(device -> content.add(views.device(device, unfinished(device.endpoint()))));
        if (found.size() == limit) {
            node.put("next", found.get(limit - 1).endpoint());
        }
        answer(ctx, 200, node);
    }

    private Optional<Update> unfinished(String endpoint) {
        return rooms.tracker().unfinishedOf(endpoint);
    }

    private void device(Context ctx) {
        String endpoint = ctx.pathParam("endpoint");
        Device device = rooms.tracker()
                .devices()
                .find(endpoint)
                .or(() -> rooms.credentials()
                        .byEndpoint(endpoint)
                        .map(known -> Device.unknown(endpoint, rooms.clock().instant())))
                .orElseThrow(() -> Problem.notFound("There is no device \"" + endpoint + "\"."));
        ObjectNode node = views.device(device, unfinished(endpoint));
        node.set(
                "signedBootReport",
                views.signedBootReport(
                        device.signedBootReport(), rooms.deviceKeys().find(endpoint)));
        answer(ctx, 200, node);
    }

    /** The public key by which the device's signed boot reports are checked from now on. */
    private void putDeviceKey(Context ctx) throws IOException {
        Bytes key = Bytes.wrap(ctx.bodyInputStream().readNBytes(MOST_KEY_BYTES + 1));
        if (key.length() > MOST_KEY_BYTES) {
            throw new Problem(413, "too-large", "The key has more than " + MOST_KEY_BYTES + " octets.");
        }
        try {
            rooms.deviceKeys().put(ctx.pathParam("endpoint"), key);
        } catch (KeyFileException e) {
            throw Problem.badRequest("What was sent as the device's key " + e.getMessage() + ".");
        }
        ctx.status(204);
    }

    private void putCredentials(Context ctx) {
        String endpoint = ctx.pathParam("endpoint");
        JsonNode body = Requests.json(ctx);
        Credential credential;
        try {
            credential = new Credential(endpoint, CredentialsFile.text(body, "identity"), CredentialsFile.key(body));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The credentials are not usable: " + e.getMessage() + ".");
        }
        try {
            rooms.credentials().put(credential);
        } catch (CredentialStore.IdentityTaken e) {
            throw new Problem(409, "identity-taken", "Cannot store the credentials: " + e.getMessage() + ".");
        }
        ctx.status(204);
    }

    private void addRelease(Context ctx) throws IOException {
        String name = Optional.ofNullable(ctx.queryParam("name")).orElse("");
        String kind = Optional.ofNullable(ctx.queryParam("kind")).orElse("suit");
        String version = Optional.ofNullable(ctx.queryParam("version")).orElse("");
        if (name.length() > 200 || version.length() > 200) {
            throw Problem.badRequest("A name or version is longer than 200 characters.");
        }
        Release release;
        try {
            release = switch (kind) {
                case "suit" -> rooms.repository().addEnvelope(ctx.bodyInputStream(), name);
                case "raw" -> rooms.repository().addRaw(ctx.bodyInputStream(), name, version);
                default -> throw Problem.badRequest("A release is of kind suit or raw, not \"" + kind + "\".");
            };
        } catch (FirmwareRepository.Unusable e) {
            throw unusable(e);
        }
        ctx.header("Location", "/api/v1/releases/" + release.id());
        answer(ctx, 201, views.release(release));
    }

    private static Problem unusable(FirmwareRepository.Unusable e) {
        return e.tooLarge()
                ? new Problem(413, "too-large", String.valueOf(e.getMessage()))
                : new Problem(422, "unusable-file", String.valueOf(e.getMessage()));
    }

    private void releases(Context ctx) {
        ObjectNode node = mapper.createObjectNode();
        ArrayNode content = node.putArray("content");
        rooms.repository().releases(Requests.limit(ctx)).forEach(release -> content.add(views.release(release)));
        answer(ctx, 200, node);
    }

    private void release(Context ctx) {
        String id = ctx.pathParam("id");
        Release release = rooms.repository()
                .release(id)
                .orElseThrow(() -> Problem.notFound("There is no release \"" + id + "\"."));
        answer(ctx, 200, views.release(release));
    }

    private void putImage(Context ctx) throws IOException {
        try {
            answer(ctx, 200, views.image(rooms.repository().putImage(ctx.pathParam("name"), ctx.bodyInputStream())));
        } catch (FirmwareRepository.Unusable e) {
            throw unusable(e);
        }
    }

    private void order(Context ctx) {
        JsonNode body = Requests.json(ctx);
        NewUpdate wish;
        try {
            Requests.onlyMembers(body, "endpoint", "release", "delivery", "force", "execute", "uri");
            String endpoint = CredentialsFile.text(body, "endpoint");
            wish = new NewUpdate(
                    endpoint,
                    CredentialsFile.text(body, "release"),
                    Delivery.ofLabel(body.path("delivery").asText("push")),
                    Requests.flag(body, "force", false),
                    Requests.flag(body, "execute", true),
                    body.path("uri").asText(""));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The update is not understood: " + e.getMessage() + ".");
        }
        if (wish.uri().getBytes(StandardCharsets.UTF_8).length > 255) {
            throw Problem.badRequest("The URI has more than 255 octets, the most that 5/0/1 holds.");
        }
        Update update = accepted(rooms.tracker().order(wish));
        ctx.header("Location", "/api/v1/updates/" + update.id());
        answer(ctx, 202, views.update(update));
    }

    private void updates(Context ctx) {
        String endpoint = Optional.ofNullable(ctx.queryParam("endpoint")).orElse("");
        ObjectNode node = mapper.createObjectNode();
        ArrayNode content = node.putArray("content");
        rooms.tracker().list(endpoint, Requests.limit(ctx)).forEach(update -> content.add(views.update(update)));
        answer(ctx, 200, node);
    }

    private void update(Context ctx) {
        String id = ctx.pathParam("id");
        Update update =
                rooms.tracker().find(id).orElseThrow(() -> Problem.notFound("There is no update \"" + id + "\"."));
        answer(ctx, 200, views.update(update, rooms.tracker().timeline(id)));
    }

    private void execute(Context ctx) {
        answer(ctx, 202, views.update(accepted(rooms.tracker().execute(ctx.pathParam("id")))));
    }

    private void cancel(Context ctx) {
        answer(ctx, 202, views.update(accepted(rooms.tracker().cancel(ctx.pathParam("id")))));
    }

    private static Update accepted(CompletableFuture<OrderResult> asked) {
        OrderResult result;
        try {
            result = asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Problem(507, "not-stored", "The update could not be stored: is the disk full?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "stopping", "The server is stopping.");
        }
        if (result instanceof OrderResult.Declined declined) {
            throw problem(declined);
        }
        return ((OrderResult.Accepted) result).update();
    }

    private static Problem problem(OrderResult.Declined declined) {
        return switch (declined.why()) {
            case UNKNOWN_DEVICE, UNKNOWN_RELEASE, UNKNOWN_UPDATE -> Problem.notFound(declined.detail());
            case NOT_FOR_THIS_DEVICE -> new Problem(409, "not-for-this-device", declined.detail());
            case ANOTHER_UPDATE -> new Problem(409, "another-update", declined.detail());
            case NOT_NOW -> new Problem(409, "not-now", declined.detail());
        };
    }

    private static Problem ofStatus(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> Problem.notFound("There is nothing here.");
            case 405 -> new Problem(405, "method-not-allowed", "That cannot be done here.");
            default -> new Problem(e.getStatus(), "http-error", String.valueOf(e.getMessage()));
        };
    }

    private static Problem unexpected(Exception e) {
        if (e instanceof IOException) {
            String message = String.valueOf(e.getMessage());
            return message.contains("No space left")
                    ? new Problem(507, "disk-full", "The server's disk is full; nothing was stored.")
                    : new Problem(500, "input-output", "The server could not read or write: " + message + ".");
        }
        LOG.warn("a request failed: {}", e.toString(), e);
        return new Problem(500, "internal-error", "The server could not do that; its log says why.");
    }

    private void show(Context ctx, Problem problem) {
        readOut(ctx);
        ctx.status(problem.status());
        ctx.result(problem.json().toString());
        ctx.contentType("application/problem+json");
    }

    /** A client that is still uploading reads no answer, and would find the connection closed instead. */
    private static void readOut(Context ctx) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream rest = ctx.bodyInputStream();
            long left = MOST_READ_OUT_BYTES;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = rest.read(buffer);
            }
        } catch (IOException gone) {
            LOG.debug("a client went away while it was uploading: {}", gone.toString());
        }
    }

    private static void answer(Context ctx, int status, JsonNode json) {
        ctx.status(status);
        ctx.result(json.toString());
        ctx.contentType("application/json");
    }
}
