package io.moult.demo.bench.moult;

import io.moult.bytes.Bytes;
import io.moult.demo.bench.child.Arrivals;
import io.moult.demo.bench.child.RunConfig;
import io.moult.demo.bench.child.ServerEnd;
import io.moult.server.device.Credential;
import io.moult.server.device.CredentialStore;
import io.moult.server.device.DeviceHabits;
import io.moult.server.lwm2m.LwM2mService;
import io.moult.server.lwm2m.LwM2mSettings;
import io.moult.server.tracker.DeviceEvents;
import io.moult.server.tracker.DeviceLink.PushOrder;
import io.moult.transfer.file.FileBody;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import io.moult.updateobject.UpdateSupportObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Moult's LwM2M server with its pusher: the part of {@code moult server} that talks to devices. */
public final class MoultServer implements ServerEnd {

    private static final int AWAKE_MILLIS = 93_000;

    private final RunConfig config;
    private final LongSupplier nanoTime;
    private final Arrivals registered = new Arrivals();
    private @Nullable LwM2mService service;
    private boolean pushedBefore;

    /** Builds it; it does not listen yet. */
    public MoultServer(RunConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    @Override
    public int listen() throws Exception {
        LwM2mSettings settings = new LwM2mSettings(
                "127.0.0.1",
                0,
                UpdateSupportObject.DEFAULT_OBJECT_ID,
                config.blockBytes(),
                AWAKE_MILLIS,
                Optional.empty());
        LwM2mService started = LwM2mService.start(settings, new Credentials(), new RegisteredDevices(), nanoTime);
        service = started;
        return started.coapsPort();
    }

    @Override
    public void awaitDevices() throws Exception {
        registered.await(config.devices(), config.pushLimitSeconds(), "devices had registered");
    }

    @Override
    public PushOutcome push(int body) throws Exception {
        LwM2mService link = service();
        if (pushedBefore) {
            resetAll(link);
        }
        pushedBefore = true;
        try (FileBody release = FileBody.open(Path.of(config.bodies().get(body).file()))) {
            Gathering gathering = new Gathering(config.devices());
            long start = nanoTime.getAsLong();
            for (int device = 0; device < config.devices(); device++) {
                String endpoint = RunConfig.endpoint(device);
                link.push(new PushOrder(endpoint, release, 0, false, DeviceHabits.NONE), gathering.pushTo(endpoint));
            }
            gathering.await(config.pushLimitSeconds());
            long end = nanoTime.getAsLong();
            return new PushOutcome(end - start, gathering.accepted(), gathering.refused());
        }
    }

    private void resetAll(LwM2mService link) throws Exception {
        Gathering gathering = new Gathering(config.devices());
        for (int device = 0; device < config.devices(); device++) {
            String endpoint = RunConfig.endpoint(device);
            link.resetPackage(endpoint, gathering.answerOf(endpoint));
        }
        gathering.await(config.pushLimitSeconds());
        if (gathering.accepted() != config.devices()) {
            throw new IllegalStateException("devices could not be reset: " + gathering.refused());
        }
    }

    private LwM2mService service() {
        LwM2mService started = service;
        if (started == null) {
            throw new IllegalStateException("the server does not listen yet");
        }
        return started;
    }

    /** The benchmark's devices by name; their identity is their name. */
    private static final class Credentials implements CredentialStore {
        @Override
        public Optional<Credential> byEndpoint(String endpoint) {
            return Optional.of(new Credential(endpoint, endpoint, Bytes.copyOf(RunConfig.key())));
        }

        @Override
        public Optional<Credential> byIdentity(String identity) {
            return byEndpoint(identity);
        }

        @Override
        public void put(Credential credential) {
            throw new UnsupportedOperationException("the benchmark's credentials are given");
        }

        @Override
        public int count() {
            return 0;
        }
    }

    private final class RegisteredDevices implements DeviceEvents {
        @Override
        public void registered(String endpoint) {
            registered.add(endpoint);
        }

        @Override
        public void updated(String endpoint) {
            registered.add(endpoint);
        }

        @Override
        public void unregistered(String endpoint) {
            // a device that leaves fails the push by itself
        }

        @Override
        public void notified(String endpoint, Optional<State> state, Optional<UpdateResult> result) {
            // nothing is observed here
        }
    }
}
