package io.moult.demo.bench.lwm2m;

import io.moult.demo.bench.child.Arrivals;
import io.moult.demo.bench.child.RunConfig;
import io.moult.demo.bench.child.ServerEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpoint;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.NonUniqueSecurityInfoException;
import org.eclipse.leshan.server.security.SecurityInfo;

/** A stock Leshan server that writes the image to every device's 5/0/0 as Leshan's own API does. */
public final class StockServer implements ServerEnd {

    private final RunConfig config;
    private final LongSupplier nanoTime;
    private final LeshanServer server;
    private final Arrivals registered = new Arrivals();

    /** Builds it; it does not listen yet. */
    public StockServer(RunConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        var endpoints = new CaliforniumServerEndpointsProvider.Builder(new CoapsServerProtocolProvider());
        endpoints.setConfiguration(configuration -> StockSettings.apply(configuration, config));
        endpoints.addEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Protocol.COAPS);
        server = new LeshanServerBuilder()
                .setSecurityStore(credentials(config))
                .setEndpointsProviders(endpoints.build())
                .build();
        server.getRegistrationService().addListener(new RegisteredDevices());
    }

    @Override
    public int listen() {
        server.start();
        CaliforniumServerEndpoint endpoint =
                (CaliforniumServerEndpoint) server.getEndpoints().get(0);
        return endpoint.getCoapEndpoint().getAddress().getPort();
    }

    @Override
    public void awaitDevices() throws Exception {
        registered.await(config.devices(), config.pushLimitSeconds(), "devices had registered");
    }

    @Override
    public PushOutcome push(int body) throws Exception {
        byte[] image = Files.readAllBytes(Path.of(config.bodies().get(body).file()));
        List<Registration> devices = registrations();
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(devices.size());
        long limitMillis = TimeUnit.SECONDS.toMillis(config.pushLimitSeconds());

        long start = nanoTime.getAsLong();
        for (Registration device : devices) {
            server.send(
                    device,
                    new WriteRequest(ContentFormat.OPAQUE, 5, 0, 0, image),
                    limitMillis,
                    response -> {
                        if (response.isSuccess()) {
                            accepted.incrementAndGet();
                        } else {
                            refused.add(device.getEndpoint() + ": " + response.getCode() + " "
                                    + response.getErrorMessage());
                        }
                        open.countDown();
                    },
                    broken -> {
                        refused.add(device.getEndpoint() + ": " + broken);
                        open.countDown();
                    });
        }
        boolean all = open.await(config.pushLimitSeconds(), TimeUnit.SECONDS);
        long end = nanoTime.getAsLong();
        if (!all) {
            refused.add(open.getCount() + " devices had not answered after " + config.pushLimitSeconds() + " s");
        }
        return new PushOutcome(end - start, accepted.get(), refused);
    }

    private List<Registration> registrations() {
        List<Registration> devices = new ArrayList<>();
        Iterator<Registration> all = server.getRegistrationService().getAllRegistrations();
        all.forEachRemaining(devices::add);
        return devices;
    }

    private static InMemorySecurityStore credentials(RunConfig config) {
        InMemorySecurityStore store = new InMemorySecurityStore();
        try {
            for (int device = 0; device < config.devices(); device++) {
                String name = RunConfig.endpoint(device);
                store.add(SecurityInfo.newPreSharedKeyInfo(name, name, RunConfig.key()));
            }
        } catch (NonUniqueSecurityInfoException impossible) {
            throw new IllegalStateException("two devices have one name", impossible);
        }
        return store;
    }

    private final class RegisteredDevices implements RegistrationListener {
        @Override
        public void registered(Registration now, Registration before, Collection<Observation> gone) {
            registered.add(now.getEndpoint());
        }

        @Override
        public void updated(RegistrationUpdate update, Registration now, Registration before) {
            registered.add(now.getEndpoint());
        }

        @Override
        public void unregistered(
                Registration gone, Collection<Observation> observations, boolean expired, Registration now) {
            // a device that leaves fails the push by itself
        }
    }
}
