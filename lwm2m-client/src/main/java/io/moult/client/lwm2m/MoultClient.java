package io.moult.client.lwm2m;

import io.moult.client.ClientSettings;
import io.moult.client.ConsumerParts;
import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.delivery.Fetchers;
import io.moult.client.delivery.PayloadFetcher;
import io.moult.client.delivery.californium.CoapFetcher;
import io.moult.client.install.BootControl;
import io.moult.client.install.StagingArea;
import io.moult.client.provision.DeviceIdentity;
import io.moult.client.resume.ProgressStore;
import io.moult.cose.TrustStore;
import io.moult.transfer.californium.RelayExecutor;
import io.moult.transfer.californium.WireTrace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.observer.LwM2mClientObserverAdapter;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.request.RegisterRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's update component, whole: the firmware consumer, its LwM2M objects on Leshan's client, the registration that
 * is kept alive, and the fetchers. Runs from {@link #start} to {@link #close}.
 */
public final class MoultClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MoultClient.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final FirmwareConsumer consumer;
    private final LeshanClient leshan;
    private final RegistrationKeeper registration;
    private final Fetchers fetchers;
    private final LaterWork later;
    private final Optional<WireTrace> trace;

    private MoultClient(
            FirmwareConsumer consumer,
            LeshanClient leshan,
            RegistrationKeeper registration,
            Fetchers fetchers,
            LaterWork later,
            Optional<WireTrace> trace) {
        this.consumer = consumer;
        this.leshan = leshan;
        this.registration = registration;
        this.fetchers = fetchers;
        this.later = later;
        this.trace = trace;
    }

    /**
     * Starts over what the device has: looks at what its bootloader reported, goes on with a transfer that was cut off,
     * and registers. Returns before it is registered.
     *
     * @throws IOException when the device's storage fails, or the trace file cannot be opened
     */
    public static MoultClient start(
            ClientSettings settings,
            StagingArea staging,
            BootControl boot,
            ProgressStore progress,
            TrustStore trust,
            DeviceIdentity identity)
            throws IOException {
        Optional<WireTrace> trace = settings.traceFile().isPresent()
                ? Optional.of(WireTrace.appendingTo(settings.traceFile().get(), System::currentTimeMillis))
                : Optional.empty();
        KeeperFactory engine = new KeeperFactory(settings.contact(), System::nanoTime);
        Fetchers fetchers = fetchers(settings, trace, engine::askServer);
        LaterWork later = new LaterWork(settings.endpoint());
        try {
            FirmwareConsumer consumer = FirmwareConsumer.start(new ConsumerParts(
                    settings,
                    identity,
                    trust,
                    staging,
                    boot,
                    progress,
                    fetchers,
                    later.scheduler(),
                    Clock.systemUTC()));
            return connected(settings, identity, consumer, fetchers, engine, later, trace);
        } catch (IOException | RuntimeException e) {
            later.stop();
            fetchers.close();
            if (trace.isPresent()) {
                trace.get().close();
            }
            throw e;
        }
    }

    private static Fetchers fetchers(ClientSettings settings, Optional<WireTrace> trace, Runnable onSilence) {
        Map<String, PayloadFetcher> byScheme = new HashMap<>();
        byScheme.put("coap", CoapFetcher.plain(settings.fetch(), trace, onSilence));
        settings.psk()
                .ifPresent(psk -> byScheme.put("coaps", CoapFetcher.secured(psk, settings.fetch(), trace, onSilence)));
        return new Fetchers(byScheme);
    }

    private static MoultClient connected(
            ClientSettings settings,
            DeviceIdentity identity,
            FirmwareConsumer consumer,
            Fetchers fetchers,
            KeeperFactory engine,
            LaterWork later,
            Optional<WireTrace> trace) {
        Restart restart = new Restart(later.scheduler(), settings.restartDelay());
        List<MessageInterceptor> interceptors = new ArrayList<>();
        interceptors.add(new HeardInterceptor(engine::heard));
        trace.ifPresent(interceptors::add);
        RelayExecutor coap = new RelayExecutor(1, "coap-" + settings.endpoint());
        CaliforniumClientEndpointsProvider endpoints = DeviceEndpoints.provider(settings, interceptors, coap);
        DeviceObjects objects = DeviceObjects.of(settings, identity, consumer, restart);
        LeshanClient leshan = objects.client(settings.endpoint(), engine, endpoints);
        endpoints.getCoapServer().setExecutors(coap, coap, false);
        RegistrationKeeper registration = engine.keeper();
        engine.beforeRegistration(
                () -> forgetObservers(endpoints.getCoapServer().getRoot()));
        leshan.addObserver(new LwM2mClientObserverAdapter() {
            @Override
            public void onRegistrationSuccess(LwM2mServer server, RegisterRequest request, String registrationId) {
                fetchers.tryNow();
            }
        });
        endpoints
                .getCoapServer()
                .setMessageDeliverer(new FirmwareGate(
                        endpoints.getCoapServer().getRoot(),
                        endpoints.getCoapServer().getConfig(),
                        consumer,
                        restart,
                        new ServerAssociation(endpoints, registration),
                        registration::blocksMove));
        consumer.onChange(objects::changed);
        leshan.start();
        return new MoultClient(consumer, leshan, registration, fetchers, later, trace);
    }

    /** With a new registration all observations of the old one are void (LwM2M 1.1 core, 6.4.1). */
    private static void forgetObservers(Resource resource) {
        if (resource instanceof CoapResource observed) {
            observed.clearObserveRelations();
        }
        resource.getChildren().forEach(MoultClient::forgetObservers);
    }

    /** True while the server knows the device, as far as the device can tell. */
    public boolean registered() {
        return !registration.getRegisteredServers().isEmpty();
    }

    /** The registration's id; null while there is none. */
    public @Nullable String registrationId() {
        return registration.getRegisteredServers().keySet().stream().findFirst().orElse(null);
    }

    /** Why the device is not registered, in words for people; empty while it is, or while nothing has gone wrong yet. */
    public String registrationTrouble() {
        return registration.trouble();
    }

    /** Why the fetch in progress does not come further, in words for people; empty while nothing is wrong. */
    public String fetchTrouble() {
        return fetchers.trouble();
    }

    /** What a server would read now. */
    public ConsumerView view() {
        return consumer.view();
    }

    /** The application has found itself healthy: keeps the running image for good, and reports the update a success. */
    public void confirmRunningImage() throws IOException {
        consumer.confirmRunningImage();
    }

    /** Asks the server whether it is still there, as after a change of the device's own address. */
    public void refreshRegistration() {
        leshan.triggerRegistrationUpdate();
    }

    /** Ends without a word to the server, as a reset does. What was in transfer can go on after a new start. */
    @Override
    public void close() {
        stop(false);
    }

    /** Ends, and takes leave of the server first if so wanted. When it returns, nothing touches the storage any more. */
    public void stop(boolean deregister) {
        consumer.close();
        leshan.destroy(deregister);
        fetchers.close();
        later.stop();
        awaitEnd();
        trace.ifPresent(file -> {
            try {
                file.close();
            } catch (IOException ignored) {
                // every line was written when it was due
            }
        });
    }

    /** Whoever starts anew on the same storage must not meet work of this run. Work that stops the client does not wait. */
    private void awaitEnd() {
        if (later.isCurrent()) {
            return;
        }
        try {
            boolean ended = later.awaitEnd(LONGEST_END) && consumer.awaitEnd(LONGEST_END);
            if (!ended) {
                LOG.warn("Stopped, but some work of the device has not ended after {} s", LONGEST_END.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
