package io.moult.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code update}: offers a release to a device, and follows what becomes of it; or cancels or approves it. */
@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        customSynopsis = {
            "${COMMAND-FULL-NAME} [OPTIONS] ENDPOINT FILE",
            "       ${COMMAND-FULL-NAME} [OPTIONS] ENDPOINT --cancel | --approve"
        },
        description = {
            "Uploads a release and updates a device with it.",
            "With --cancel or --approve: decides on the update that the device has in progress."
        },
        footer = {"", "Exit status: 0 done (with --watch: it ended as wanted), 1 refused or failed, 2 misuse."})
public final class UpdateCommand implements Callable<Integer> {
    /** What belongs to a new update alone. */
    private static final List<String> FOR_ORDERS =
            List.of("--force", "--image", "--raw", "--image-version", "--delivery", "--no-execute");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The device's endpoint name.")
    private String endpoint = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "A SUIT envelope; with --raw, an image.")
    private @Nullable Path file;

    @Option(
            names = "--watch",
            description = "Follow the update to its end; exit status 0 only when it ended as wanted.")
    private boolean watch;

    @Option(names = "--cancel", description = "Withdraw the update in progress; a device that has begun is told.")
    private boolean cancel;

    @Option(names = "--approve", description = "Install the update that is ready (--no-execute) or was deferred.")
    private boolean approve;

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
        if (cancel || approve) {
            return decide();
        }
        if (file == null) {
            throw misuse("FILE is missing: the release for " + endpoint + ", or --cancel or --approve");
        }
        if (!delivery.equals("push") && !delivery.equals("uri")) {
            throw misuse("--delivery is push or uri, not \"" + delivery + "\"");
        }
        if (!raw && spec.commandLine().getParseResult().hasMatchedOption("--image-version")) {
            throw misuse("--image-version belongs to --raw: a release's own manifest tells its version");
        }
        return order(file);
    }

    private int decide() throws IOException, InterruptedException {
        if (cancel && approve) {
            throw misuse("--cancel and --approve exclude each other");
        }
        String option = cancel ? "--cancel" : "--approve";
        if (file != null) {
            throw misuse(option + " decides on the update in progress and takes no FILE");
        }
        for (String other : FOR_ORDERS) {
            if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
                throw misuse(option + " decides on the update in progress and takes no " + other);
            }
        }
        ApiClient api = server.client();
        UpdateInProgress inProgress = UpdateInProgress.of(api, endpoint, option.substring(2));
        JsonNode update = cancel ? inProgress.cancel() : inProgress.approve();
        if (watch) {
            return watch(api).follow(update, cancel ? "cancelled" : "succeeded");
        }
        String id = update.path("id").asText();
        boolean ended = update.path("finished").asBoolean();
        return say(
                update,
                "Update " + id + " of " + endpoint
                        + (approve
                                ? " is approved."
                                : ended ? " is cancelled." : " is being cancelled: the device is told."));
    }

    private int order(Path release) throws IOException, InterruptedException {
        ApiClient api = server.client();
        if (!Files.isReadable(release) || Files.isDirectory(release)) {
            throw new Failure("unusable-file", "The file " + release + " cannot be read.");
        }
        JsonNode uploaded = upload(api, release);
        if (image != null) {
            api.put("/images/" + ApiClient.escaped(imageName(uploaded)), image);
        }
        ObjectNode wish = api.mapper().createObjectNode();
        wish.put("endpoint", endpoint);
        wish.put("release", uploaded.path("id").asText());
        wish.put("delivery", delivery);
        wish.put("force", force);
        wish.put("execute", !noExecute);
        JsonNode update = ordered(api, wish);
        return watch
                ? watch(api).follow(update, "succeeded")
                : say(update, "Update " + update.path("id").asText() + " of " + endpoint + " is ordered.");
    }

    private JsonNode ordered(ApiClient api, JsonNode wish) throws IOException, InterruptedException {
        try {
            return api.post("/updates", wish);
        } catch (ApiClient.Refused e) {
            if (e.errorName().equals("another-update")) {
                String wayOut = " Wait for its end, or withdraw it with update " + endpoint + " --cancel.";
                throw new Failure(e.errorName(), e.getMessage() + wayOut, e);
            }
            throw e;
        }
    }

    private JsonNode upload(ApiClient api, Path release) throws IOException, InterruptedException {
        String name = ApiClient.escaped(String.valueOf(release.getFileName()));
        String asRaw = "/releases?kind=raw&name=" + name + "&version=" + ApiClient.escaped(imageVersion);
        if (raw) {
            return api.post(asRaw, release);
        }
        try {
            return api.post("/releases?name=" + name, release);
        } catch (ApiClient.Refused e) {
            // The device shall see for itself what is wrong with it.
            if (force && e.status() == 422) {
                return api.post(asRaw, release);
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

    private Watch watch(ApiClient api) {
        return new Watch(api, spec.commandLine().getOut(), json, System::nanoTime);
    }

    private int say(JsonNode update, String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? update.toString() : sentence);
        out.flush();
        return 0;
    }

    private ParameterException misuse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
