package io.moult.server;

import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import io.moult.server.device.CredentialsFile;
import io.moult.server.device.Device;
import io.moult.server.lwm2m.LwM2mService;
import io.moult.server.lwm2m.LwM2mSettings;
import io.moult.server.repository.FirmwareRepository;
import io.moult.server.repository.OpenFiles;
import io.moult.server.repository.Release;
import io.moult.server.repository.californium.CoapFirmwareServer;
import io.moult.server.rest.RestApi;
import io.moult.server.storage.Database;
import io.moult.server.storage.SqlCredentials;
import io.moult.server.storage.SqlDeviceKeys;
import io.moult.server.storage.SqlDevices;
import io.moult.server.storage.SqlReleases;
import io.moult.server.storage.SqlUpdates;
import io.moult.server.tracker.StatusTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole server: LwM2M server, status tracker, firmware server and REST API on one data directory. */
public final class MoultServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MoultServer.class);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ServerSettings settings;
    private final CredentialStore credentials;
    private final StatusTracker tracker;
    private final FirmwareRepository repository;
    private final LwM2mService lwm2m;
    private final CoapFirmwareServer firmware;
    private final RestApi rest;

    private MoultServer(ServerSettings settings, Clock clock) throws IOException {
        this.settings = settings;
        BindAddress.require(settings.host(), "--bind");
        BindAddress.require(settings.httpHost(), "--http-bind");
        try {
            parts.push(DataLock.take(settings.dataDirectory()));
            Database database = Database.open(settings.dataDirectory().resolve("moult.db"));
            parts.push(database);
            CredentialStore stored = new SqlCredentials(database);
            if (settings.credentialsFile().isPresent()) {
                load(settings.credentialsFile().get(), stored);
            }
            OpenFiles files = new OpenFiles();
            parts.push(files);
            repository = new FirmwareRepository(
                    settings.dataDirectory(), new SqlReleases(database), files, clock, settings.mostUploadBytes());
            firmware = CoapFirmwareServer.start(
                    new CoapFirmwareServer.Binding(
                            settings.host(),
                            settings.firmwareCoapsPort(),
                            settings.firmwareCoapPort(),
                            settings.traceFile()),
                    repository,
                    stored);
            parts.push(firmware);
            tracker = new StatusTracker(
                    new StatusTracker.Ports(
                            new SqlDevices(database),
                            new SqlUpdates(database),
                            repository,
                            this::address,
                            endpoint -> stored.byEndpoint(endpoint).isPresent()),
                    settings.deadlines(),
                    settings.mostTransfers(),
                    clock);
            lwm2m = LwM2mService.start(
                    new LwM2mSettings(
                            settings.host(),
                            settings.coapsPort(),
                            settings.privateObjectId(),
                            settings.blockSizeBytes(),
                            settings.awakeMillis(),
                            settings.traceFile()),
                    stored,
                    tracker.events(),
                    System::nanoTime);
            parts.push(lwm2m);
            credentials = new RevokingCredentials(stored, this::revoke);
            tracker.start(lwm2m);
            parts.push(tracker);
            rest = RestApi.start(
                    new RestApi.Binding(settings.httpHost(), settings.httpPort()),
                    new RestApi.Rooms(tracker, repository, credentials, new SqlDeviceKeys(database), clock));
            parts.push(rest);
            writePorts();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all of it, or nothing: an IOException's message is one sentence that names the thing and the way out. */
    public static MoultServer start(ServerSettings settings, Clock clock) throws IOException {
        return new MoultServer(settings, clock);
    }

    /** The ports that are really bound. */
    public record Ports(int coaps, int firmwareCoaps, int http) {}

    public Ports ports() {
        return new Ports(lwm2m.coapsPort(), firmware.coapsPort(), rest.port());
    }

    public CredentialStore credentials() {
        return credentials;
    }

    public StatusTracker tracker() {
        return tracker;
    }

    public FirmwareRepository repository() {
        return repository;
    }

    private void revoke(Credential replaced) {
        lwm2m.endSessions(replaced.identity());
        firmware.endSessions(replaced.identity());
    }

    private static void load(Path file, CredentialStore credentials) throws IOException {
        for (Credential credential : CredentialsFile.read(file)) {
            try {
                credentials.put(credential);
            } catch (CredentialStore.IdentityTaken e) {
                throw new IOException("The credentials file " + file + " is not usable: " + e.getMessage() + ".", e);
            }
        }
    }

    /** Over coaps, unless the device says that it cannot and there is an unprotected endpoint. */
    private String address(Release release, Device device, String host) {
        String advertised = settings.advertisedHost().orElse(host);
        String bracketed = advertised.indexOf(':') >= 0 ? "[" + advertised + "]" : advertised;
        boolean coapOnly = !device.protocols().isEmpty()
                && !device.protocols().contains(1)
                && firmware.coapPort().isPresent();
        return coapOnly
                ? "coap://" + bracketed + ":" + firmware.coapPort().getAsInt() + "/releases/" + release.id()
                : "coaps://" + bracketed + ":" + firmware.coapsPort() + "/releases/" + release.id();
    }

    /** {@code server.json} tells other programs where this server is. */
    private void writePorts() throws IOException {
        Ports ports = ports();
        String json = "{\"pid\":" + ProcessHandle.current().pid() + ",\"coaps\":" + ports.coaps()
                + ",\"firmwareCoaps\":" + ports.firmwareCoaps() + ",\"http\":" + ports.http() + "}\n";
        Path file = settings.dataDirectory().resolve("server.json");
        Path fresh = settings.dataDirectory().resolve(".server.json.new");
        Files.writeString(fresh, json);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stops in good order. What is unfinished goes on at the next start. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not stop: {}", e.getMessage());
            }
        }
    }
}
