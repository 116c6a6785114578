package io.moult.server.lwm2m;

import io.moult.server.device.CredentialStore;
import io.moult.server.tracker.DeviceEvents;
import io.moult.server.tracker.DeviceLink;
import io.moult.server.tracker.TrackerEvent;
import io.moult.transfer.californium.DtlsSessions;
import io.moult.transfer.californium.RelayExecutor;
import io.moult.transfer.californium.SelectiveBlockwiseStack;
import io.moult.transfer.californium.TransferConfig;
import io.moult.transfer.californium.WireTrace;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.stack.ReliabilityLayerParameters;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpoint;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerEndpointFactory;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerEndpointFactoryBuilder;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.model.StaticModelProvider;
import org.eclipse.leshan.server.queue.StaticClientAwakeTimeProvider;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/** The LwM2M server: registrations over coaps with pre-shared keys, and the {@link DeviceLink} to the devices. */
public final class LwM2mService implements DeviceLink, AutoCloseable {
    private static final WriteRequest EMPTY_URI = new WriteRequest(ContentFormat.TEXT, 5, 0, 1, "");
    private static final WriteRequest ZERO_OCTET = new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, new byte[1]);
    /** Last, since some take it for a package of an unknown kind. */
    private static final WriteRequest EMPTY_PACKAGE = new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, new byte[0]);

    private static final ExecuteRequest CANCEL = new ExecuteRequest("/5/0/10");

    private static final int CONNECTION_ID_BYTES = 6;
    private static final long ANSWER_MILLIS = 25_000;
    private static final long BLOCK_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final int TOKEN_BYTES = 8;
    private final LwM2mSettings settings;
    private final LeshanServer server;
    private final LongSupplier nanoTime;
    private final Route route;
    private final Requests requests;
    private final DeviceReader reader;
    private final Observing observing;
    private final @Nullable WireTrace trace;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<String, BlockPush> pushes = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private LwM2mService(
            LwM2mSettings settings,
            LeshanServer server,
            CoapEndpoint coap,
            @Nullable WireTrace trace,
            DeviceEvents events,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.server = server;
        this.trace = trace;
        this.route = new Route(server, coap, new CoapsServerEndpointFactory(coap.getUri()).createIdentityHandler());
        this.requests = new Requests(server, ANSWER_MILLIS);
        this.reader = new DeviceReader(requests, settings.privateObjectId());
        this.observing = new Observing(events, requests, this::readdressed);
        this.timer = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, "block-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Binds and listens; IOException with one sentence when it cannot. */
    public static LwM2mService start(
            LwM2mSettings settings, CredentialStore credentials, DeviceEvents events, LongSupplier nanoTime)
            throws IOException {
        WireTrace trace = settings.traceFile().isPresent()
                ? WireTrace.appendingTo(settings.traceFile().get(), System::currentTimeMillis)
                : null;
        CaliforniumServerEndpointsProvider endpoints = endpoints(settings);
        LeshanServer server = build(settings, credentials, endpoints);
        CoapEndpoint coap = ((CaliforniumServerEndpoint) server.getEndpoints().get(0)).getCoapEndpoint();
        relayStages(endpoints, coap);
        if (trace != null) {
            coap.addInterceptor(trace);
        }
        LwM2mService service = new LwM2mService(settings, server, coap, trace, events, nanoTime);
        server.getRegistrationService().addListener(service.observing);
        server.getObservationService().addListener(service.observing);
        server.getPresenceService().addListener(service.observing);
        try {
            server.start();
        } catch (IllegalStateException e) {
            service.close();
            throw new IOException(
                    "CoAPS port " + settings.coapsPort() + " on " + settings.host()
                            + " cannot be bound: it is in use, or not ours to bind. Choose another with --coaps.",
                    e);
        }
        var unused = service.timer.scheduleWithFixedDelay(service::checkAges, 5, 5, TimeUnit.SECONDS);
        return service;
    }

    private static CaliforniumServerEndpointsProvider endpoints(LwM2mSettings settings) {
        CaliforniumServerEndpointsProvider.Builder endpoints =
                new CaliforniumServerEndpointsProvider.Builder(new CoapsServerProtocolProvider());
        Configuration config = TransferConfig.apply(endpoints.createDefaultConfiguration());
        config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
        endpoints.setConfiguration(config);
        endpoints.addEndpoint(new CoapsServerEndpointFactoryBuilder()
                .setURI(new InetSocketAddress(settings.host(), settings.coapsPort()))
                .setCoapEndpointConfig(builder -> builder.setCoapStackFactory(SelectiveBlockwiseStack.sending()))
                .build());
        return endpoints.build();
    }

    /** One thread takes a message through DTLS and CoAP, and sends the next block. Nothing in here waits for a device. */
    private static void relayStages(CaliforniumServerEndpointsProvider endpoints, CoapEndpoint coap) {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        RelayExecutor executor = new RelayExecutor(threads, "lwm2m");
        endpoints.getCoapServer().setExecutors(executor, executor, false);
        ((DTLSConnector) coap.getConnector()).setExecutor(executor);
    }

    private static LeshanServer build(
            LwM2mSettings settings, CredentialStore credentials, CaliforniumServerEndpointsProvider endpoints) {
        LeshanServerBuilder builder = new LeshanServerBuilder();
        builder.setEndpointsProviders(endpoints);
        builder.setSecurityStore(new CredentialSecurityStore(credentials));
        builder.setObjectModelProvider(
                new StaticModelProvider(new StaticModel(Models.all(settings.privateObjectId()))));
        builder.setClientAwakeTimeProvider(new StaticClientAwakeTimeProvider(settings.awakeMillis()));
        builder.setLinkParser(new LenientLinkParser());
        return builder.build();
    }

    /** The port that is really bound. */
    public int coapsPort() {
        return route.coap().getAddress().getPort();
    }

    /** Ends what was begun with a key that is no longer believed; the device registers again with the new one. */
    public void endSessions(String pskIdentity) {
        DtlsSessions.end((DTLSConnector) route.coap().getConnector(), pskIdentity);
    }

    @Override
    public boolean isReachable(String endpoint) {
        return route.registration(endpoint)
                .filter(observing::hasTold)
                .filter(route::isAwake)
                .isPresent();
    }

    @Override
    public void read(String endpoint, ReadScope scope, Consumer<TrackerEvent> answer) {
        withRegistration(endpoint, answer, registration -> reader.read(registration, scope, answer));
    }

    @Override
    public void observe(String endpoint) {
        route.registration(endpoint).ifPresent(observing::observe);
    }

    @Override
    public void writePackageUri(String endpoint, String uri, Consumer<TrackerEvent> answer) {
        send(endpoint, new WriteRequest(ContentFormat.TEXT, 5, 0, 1, uri), answer);
    }

    @Override
    public void resetPackage(String endpoint, Consumer<TrackerEvent> answer) {
        inTurn(endpoint, List.of(EMPTY_URI, ZERO_OCTET, CANCEL, EMPTY_PACKAGE), answer);
    }

    @Override
    public void executeUpdate(String endpoint, Consumer<TrackerEvent> answer) {
        send(endpoint, new ExecuteRequest("/5/0/2"), answer);
    }

    @Override
    public void cancelUpdate(String endpoint, Consumer<TrackerEvent> answer) {
        inTurn(endpoint, List.of(CANCEL, EMPTY_URI, ZERO_OCTET, EMPTY_PACKAGE), answer);
    }

    /** Devices differ in what brings them back to State 0: goes on as long as the device rejects what it is offered. */
    private void inTurn(
            String endpoint, List<DownlinkRequest<? extends LwM2mResponse>> requests, Consumer<TrackerEvent> answer) {
        send(endpoint, requests.get(0), event -> {
            if (event instanceof TrackerEvent.Rejected && requests.size() > 1) {
                inTurn(endpoint, requests.subList(1, requests.size()), answer);
            } else {
                answer.accept(event);
            }
        });
    }

    private <T extends LwM2mResponse> void send(
            String endpoint, DownlinkRequest<T> request, Consumer<TrackerEvent> answer) {
        withRegistration(
                endpoint,
                answer,
                registration -> requests.send(registration, request, new Requests.Outcome<T>() {
                    @Override
                    public void answered(T response) {
                        String diagnostic = response.getErrorMessage();
                        answer.accept(
                                response.isSuccess()
                                        ? new TrackerEvent.Accepted()
                                        : new TrackerEvent.Rejected(
                                                code(response), diagnostic == null ? "" : diagnostic));
                    }

                    @Override
                    public void failed(TrackerEvent.NoAnswer why) {
                        answer.accept(why);
                    }
                }));
    }

    private static String code(LwM2mResponse response) {
        int code = response.getCode().getCode();
        return code / 100 + (code % 100 < 10 ? ".0" : ".") + code % 100;
    }

    private void withRegistration(String endpoint, Consumer<TrackerEvent> answer, Consumer<Registration> then) {
        Optional<Registration> registration = route.registration(endpoint);
        if (registration.isPresent()) {
            then.accept(registration.get());
        } else {
            answer.accept(new TrackerEvent.NoAnswer("the device is not registered", false));
        }
    }

    @Override
    public RunningPush push(PushOrder order, PushListener listener) {
        byte[] octets = new byte[TOKEN_BYTES];
        random.nextBytes(octets);
        ReliabilityLayerParameters reliability = ReliabilityLayerParameters.builder()
                .applyConfig(route.coap().getConfig())
                .maxRetransmit(Math.min(3, route.coap().getConfig().get(CoapConfig.MAX_RETRANSMIT)))
                .build();
        BlockPush push = new BlockPush(
                order,
                listener,
                route,
                reader,
                reliability,
                settings.blockSizeBytes(),
                new Token(octets),
                new BlockPush.Timing(timer, nanoTime, over -> pushes.remove(over.endpoint(), over)));
        BlockPush before = pushes.put(order.endpoint(), push);
        if (before != null) {
            before.stop();
        }
        timer.execute(push::start);
        return push;
    }

    private void checkAges() {
        long now = nanoTime.getAsLong();
        pushes.values().forEach(push -> push.checkAge(now, BLOCK_ANSWER_NANOS));
    }

    private void readdressed(String endpoint) {
        BlockPush push = pushes.get(endpoint);
        if (push != null) {
            timer.execute(push::readdressed);
        }
    }

    @Override
    public Optional<String> localAddressTowards(String endpoint) {
        return route.registration(endpoint).flatMap(registration -> {
            try (DatagramSocket probe = new DatagramSocket()) {
                // Connecting a datagram socket sends nothing; it asks the routing table.
                probe.connect(registration.getSocketAddress());
                return Optional.of(probe.getLocalAddress().getHostAddress());
            } catch (SocketException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.destroy();
        if (trace != null) {
            try {
                trace.close();
            } catch (IOException e) {
                // nothing is lost: each line was written when it happened
            }
        }
    }
}
