package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code update}: offers a release to a device, and follows what becomes of it. */
@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Uploads a release and updates a device with it.")
public final class UpdateCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 300;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The device's endpoint name.")
    private String endpoint = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "A SUIT envelope; with --raw, an image.")
    private Path file = Path.of("");

    @Option(names = "--watch", description = "Follow the update to its end; exit status 0 only when it succeeded.")
    private boolean watch;

    @Option(names = "--force", description = "Offer it to a device of another class, or even if it is not understood.")
    private boolean force;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Also upload this image, to where the release's URI names it on the firmware server.")
    private @Nullable Path image;

    @Option(names = "--raw", description = "FILE is the raw image of a device without SUIT.")
    private boolean raw;

    @Option(names = "--image-version", paramLabel = "VERSION", description = "With --raw: the image's version.")
    private String imageVersion = "";

    @Option(
            names = "--delivery",
            paramLabel = "push|uri",
            defaultValue = "push",
            description = "Write it to the device, or let the device fetch it. Default: ${DEFAULT-VALUE}")
    private String delivery = "push";

    @Option(names = "--no-execute", description = "Stop when the device holds the package, until it is approved.")
    private boolean noExecute;

    @Mixin
    private ServerAddress server = new ServerAddress();

    @Option(names = "--json", description = "As JSON: one line at the end.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("The file " + file + " cannot be read.");
        }
        ApiClient api = new ApiClient(server.url());
        JsonNode release = upload(api);
        if (image != null) {
            api.put("/images/" + ApiClient.escaped(imageName(release)), image);
        }
        ObjectNode wish = api.mapper().createObjectNode();
        wish.put("endpoint", endpoint);
        wish.put("release", release.path("id").asText());
        wish.put("delivery", delivery);
        wish.put("force", force);
        wish.put("execute", !noExecute);
        JsonNode update = api.post("/updates", wish);
        return watch ? follow(api, update.path("id").asText()) : ordered(update);
    }

    private JsonNode upload(ApiClient api) throws IOException, InterruptedException {
        String name = ApiClient.escaped(String.valueOf(file.getFileName()));
        String asRaw = "/releases?kind=raw&name=" + name + "&version=" + ApiClient.escaped(imageVersion);
        if (raw) {
            return api.post(asRaw, file);
        }
        try {
            return api.post("/releases?name=" + name, file);
        } catch (ApiClient.Refused e) {
            // The device shall see for itself what is wrong with it.
            if (force && e.status() == 422) {
                return api.post(asRaw, file);
            }
            throw e;
        }
    }

    /** The last part of the address from which the manifest has the image fetched. */
    private static String imageName(JsonNode release) throws IOException {
        String uri = release.path("payloadUri").asText("");
        String path =
                uri.startsWith("#") || uri.isEmpty() ? null : URI.create(uri).getPath();
        if (path == null || !path.startsWith("/images/") || path.length() == "/images/".length()) {
            throw new IOException("The release does not have its image fetched from /images/NAME of a firmware server"
                    + (uri.isEmpty() ? "." : ", but from " + uri + "."));
        }
        return path.substring("/images/".length());
    }

    private int ordered(JsonNode update) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? update.toString() : "Update " + update.path("id").asText() + " is ordered.");
        out.flush();
        return 0;
    }

    private int follow(ApiClient api, String id) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ProgressLine line = new ProgressLine(json ? new PrintWriter(PrintWriter.nullWriter()) : out, isTerminal());
        CountDownLatch pause = new CountDownLatch(1);
        while (true) {
            JsonNode update = api.get("/updates/" + ApiClient.escaped(id));
            String state = update.path("state").asText();
            line.show(
                    state,
                    update.path("reason").asText(),
                    update.path("offset").asLong(),
                    update.path("size").asLong());
            boolean waitsForApproval = noExecute && state.equals("ready");
            if (update.path("finished").asBoolean() || waitsForApproval) {
                line.end();
                if (json) {
                    out.println(update);
                } else {
                    out.println(verdict(update));
                }
                out.flush();
                return state.equals("succeeded") || waitsForApproval ? 0 : 1;
            }
            if (pause.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this latch down");
            }
        }
    }

    private String verdict(JsonNode update) {
        String state = update.path("state").asText();
        String reason = update.path("reason").asText();
        String before = update.path("versionBefore").asText();
        String after = update.path("versionAfter").asText();
        if (state.equals("succeeded")) {
            return endpoint + ": updated" + (before.isEmpty() ? "" : " from version " + before)
                    + (after.isEmpty() ? "" : " to version " + after) + ".";
        }
        return endpoint + ": " + state.toUpperCase(Locale.ROOT) + (reason.isEmpty() ? "" : ": " + reason) + ".";
    }

    /** The launcher says so; Java itself cannot tell on every release. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("moult.terminal");
    }
}
