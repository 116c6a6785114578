package io.moult.client.lwm2m;

import io.moult.bytes.Bytes;
import io.moult.client.support.Await;
import io.moult.client.support.TestDevice;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import io.moult.transfer.CoapCode;
import io.moult.transfer.californium.Block1Messages;
import io.moult.transfer.californium.RequestTag;
import io.moult.transfer.californium.SelectiveBlockwiseStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.core.endpoint.EndpointUriUtil;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpoint;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerEndpointFactory;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.model.StaticModelProvider;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.NonUniqueSecurityInfoException;
import org.eclipse.leshan.server.security.SecurityInfo;

/** A Leshan server over coaps with PSK and Connection ID, which can also send single blocks of a push itself. */
final class TestServer implements AutoCloseable {
    static final String ENDPOINT = "device";
    static final String IDENTITY = "device-identity";
    static final Bytes KEY = Bytes.ofHex("00112233445566778899aabbccddeeff");

    private static final long TIMEOUT_MILLIS = 20_000;

    private final LeshanServer server;
    private final CoapsServerEndpointFactory factory;
    private final AtomicInteger registrations = new AtomicInteger();
    private final AtomicInteger updates = new AtomicInteger();
    private final List<String> notified = new CopyOnWriteArrayList<>();

    /** On a free port with 0. */
    TestServer(int port) {
        InMemorySecurityStore accounts = new InMemorySecurityStore();
        try {
            accounts.add(SecurityInfo.newPreSharedKeyInfo(ENDPOINT, IDENTITY, KEY.toArray()));
        } catch (NonUniqueSecurityInfoException e) {
            throw new IllegalStateException(e);
        }
        factory = new CoapsServerEndpointFactory(
                EndpointUriUtil.createUri("coaps", new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                null,
                null,
                null,
                builder -> builder.setCoapStackFactory(SelectiveBlockwiseStack.sending()));
        CaliforniumServerEndpointsProvider endpoints = new CaliforniumServerEndpointsProvider.Builder(
                        new CoapsServerProtocolProvider())
                .setConfiguration(configuration -> configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 6))
                .addEndpoint(factory)
                .build();
        List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
        models.add(UpdateSupportInstance.model(32800));
        server = new LeshanServerBuilder()
                .setSecurityStore(accounts)
                .setEndpointsProviders(endpoints)
                .setObjectModelProvider(new StaticModelProvider(models))
                .build();
        server.getRegistrationService().addListener(new Arrivals());
        server.getObservationService().addListener(new Notifications());
        server.start();
    }

    URI uri() {
        return URI.create("coaps://127.0.0.1:" + port());
    }

    int port() {
        return coap().getAddress().getPort();
    }

    private CoapEndpoint coap() {
        return ((CaliforniumServerEndpoint) server.getEndpoint(Protocol.COAPS)).getCoapEndpoint();
    }

    int registrations() {
        return registrations.get();
    }

    int updates() {
        return updates.get();
    }

    List<String> notified() {
        return notified;
    }

    void awaitRegistration() {
        Await.until("a registration", () -> registrations() > 0);
    }

    Registration registration() {
        return Objects.requireNonNull(server.getRegistrationService().getByEndpoint(ENDPOINT));
    }

    /** The server no longer knows the device, though their DTLS association lives. */
    void forgetDevice() {
        var store = server.getRegistrationStore();
        store.removeRegistration(registration().getId());
    }

    boolean isForgotten() {
        return server.getRegistrationService().getByEndpoint(ENDPOINT) == null;
    }

    <T extends LwM2mResponse> T send(DownlinkRequest<T> request) throws InterruptedException {
        T response = server.send(registration(), request, TIMEOUT_MILLIS);
        if (response == null) {
            throw new AssertionError("no answer to " + request);
        }
        return response;
    }

    Object read(int object, int resource) throws InterruptedException {
        ReadResponse response = send(new ReadRequest(object, 0, resource));
        if (!response.isSuccess()) {
            throw new AssertionError(object + "/0/" + resource + ": " + response);
        }
        return response.getContent() instanceof LwM2mSingleResource single
                ? single.getValue()
                : ((LwM2mResource) response.getContent()).getInstances();
    }

    void observe(int object, int resource) throws InterruptedException {
        ObserveResponse response = send(new ObserveRequest(object, 0, resource));
        if (!response.isSuccess()) {
            throw new AssertionError("observe: " + response);
        }
    }

    /** Sends blocks of 1024 octets, each once, until one is not accepted; returns the last answer. */
    BlockAnswer push(Bytes body, int fromNumber, int toNumber) throws InterruptedException {
        BlockAnswer answer = BlockAnswer.of(CoapCode.CHANGED, "");
        for (int number = fromNumber; number < toNumber && answer.code().isSuccess(); number++) {
            answer = pushBlock(body, number);
        }
        return answer;
    }

    BlockAnswer pushBlock(Bytes body, int number) throws InterruptedException {
        int to = Math.min(body.length(), (number + 1) * 1024);
        Request request = Request.newPut();
        request.getOptions().setUriPath("5/0/0").setContentFormat(42);
        BlockOption block = new BlockOption(number, to < body.length(), BlockSize.LARGEST);
        request.getOptions().setBlock1(block.size().szx(), block.more(), block.number());
        if (number == 0) {
            request.getOptions().setSize1(body.length());
        }
        RequestTag.write(request, TestDevice.identityOf(body));
        request.setPayload(body.slice(number * 1024, to).toArray());
        return Block1Messages.answer(send(SelectiveBlockwiseStack.mark(request)));
    }

    Response send(Request request) throws InterruptedException {
        request.setDestinationContext(factory.createIdentityHandler()
                .createEndpointContext(registration().getClientTransportData(), false));
        coap().sendRequest(request);
        Response response = request.waitForResponse(TIMEOUT_MILLIS);
        if (response == null) {
            throw new AssertionError("no answer to " + request);
        }
        return response;
    }

    @Override
    public void close() {
        server.destroy();
    }

    private final class Arrivals implements RegistrationListener {
        @Override
        public void registered(
                Registration registration, Registration previous, Collection<Observation> previousObservations) {
            registrations.incrementAndGet();
        }

        @Override
        public void updated(RegistrationUpdate update, Registration updated, Registration previous) {
            updates.incrementAndGet();
        }

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
