package io.moult.demo.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.exception.RequestCanceledException;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.NonUniqueSecurityInfoException;
import org.eclipse.leshan.server.security.SecurityInfo;

/** Leshan's server as it comes: coaps with PSK on a free loopback port, its own blockwise layer, its own limits, unless configured. */
final class StockLeshanServer implements AutoCloseable {
    private static final long TIMEOUT_MILLIS = 30_000;

    private final InMemorySecurityStore accounts = new InMemorySecurityStore();
    private final LeshanServer server;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final List<String> notified = new CopyOnWriteArrayList<>();

    StockLeshanServer() {
        this(configuration -> {});
    }

    StockLeshanServer(Consumer<Configuration> configuring) {
        CaliforniumServerEndpointsProvider endpoints = new CaliforniumServerEndpointsProvider.Builder(
                        new CoapsServerProtocolProvider())
                .setConfiguration(configuring)
                .addEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Protocol.COAPS)
                .build();
        server = new LeshanServerBuilder()
                .setSecurityStore(accounts)
                .setEndpointsProviders(endpoints)
                .build();
        server.getObservationService().addListener(new Notifications());
        server.getRegistrationService().addListener(new Arrivals());
        server.start();
    }

    InetSocketAddress address() {
        URI uri = server.getEndpoint(Protocol.COAPS).getURI();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort());
    }

    void admits(DeviceAccount account) {
        try {
            accounts.add(SecurityInfo.newPreSharedKeyInfo(
                    account.endpoint(), account.identity(), account.key().toArray()));
        } catch (NonUniqueSecurityInfoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many registrations were dealt with to the end: only then does Leshan no longer cancel requests for them. */
    int arrivals() {
        return arrivals.get();
    }

    Registration registration(String endpoint) {
        return Objects.requireNonNull(server.getRegistrationService().getByEndpoint(endpoint), endpoint);
    }

    /** Sends, waits at most 30 s; AssertionError when there is no answer. */
    <T extends LwM2mResponse> T send(String endpoint, DownlinkRequest<T> request) {
        try {
            T response = server.send(registration(endpoint), request, TIMEOUT_MILLIS);
            if (response == null) {
                throw new AssertionError("no answer to " + request);
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    void sendWithoutWaiting(String endpoint, DownlinkRequest<? extends LwM2mResponse> request) {
        server.send(registration(endpoint), request, TIMEOUT_MILLIS, response -> {}, error -> {});
    }

    ReadResponse tryRead(String endpoint, int object, int instance, int resource) {
        return send(endpoint, new ReadRequest(object, instance, resource));
    }

    void observe(String endpoint, int object, int instance, int resource) {
        ObserveResponse response = send(endpoint, new ObserveRequest(object, instance, resource));
        if (!response.isSuccess()) {
            throw new AssertionError("observe answered " + response);
        }
    }

    /** Reads; a second time where the first was cancelled, as Leshan does to requests that overlap a registration. */
    Object read(String endpoint, int object, int instance, int resource) {
        ReadResponse response;
        try {
            response = tryRead(endpoint, object, instance, resource);
        } catch (RequestCanceledException e) {
            response = tryRead(endpoint, object, instance, resource);
        }
        if (!response.isSuccess()) {
            throw new AssertionError("read answered " + response);
        }
        return ((LwM2mResource) response.getContent()).getValue();
    }

    /** Values notified so far, such as {@code /5/0/3=1}. */
    List<String> notified() {
        return List.copyOf(notified);
    }

    @Override
    public void close() {
        server.destroy();
    }

    private final class Arrivals implements RegistrationListener {
        @Override
        public void registered(
                Registration registration, Registration previous, Collection<Observation> previousObservations) {
            arrivals.incrementAndGet();
        }

        @Override
        public void updated(RegistrationUpdate update, Registration updated, Registration previous) {}

        @Override
        public void unregistered(
                Registration registration,
                Collection<Observation> observations,
                boolean expired,
                Registration newRegistration) {}
    }

    private final class Notifications implements ObservationListener {
        @Override
        public void newObservation(Observation observation, Registration registration) {}

        @Override
        public void cancelled(Observation observation) {}

        @Override
        public void onResponse(SingleObservation observation, Registration registration, ObserveResponse response) {
            if (response.getContent() instanceof LwM2mResource resource) {
                notified.add(observation.getPath() + "=" + resource.getValue());
            }
        }

        @Override
        public void onResponse(
                CompositeObservation observation, Registration registration, ObserveCompositeResponse response) {}

        @Override
        public void onError(Observation observation, Registration registration, Exception error) {}
    }
}
