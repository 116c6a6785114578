package io.moult.demo.bench.lwm2m;

import io.moult.demo.bench.child.Arrivals;
import io.moult.demo.bench.child.DevicesEnd;
import io.moult.demo.bench.child.RunConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.object.Device;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.observer.LwM2mClientObserverAdapter;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.StaticModel;
import org.eclipse.leshan.core.request.RegisterRequest;

/** Stock Leshan clients, each with a plain object 5 that keeps in RAM what it is given. */
public final class StockDevices implements DevicesEnd {

    private static final int LIFETIME_SECONDS = 86_400;
    private static final int REGISTERING_AT_ONCE = 8;
    private static final int RETRY_MILLIS = 5_000;

    private final RunConfig config;
    private final List<ImageInRam> images = new ArrayList<>();
    private final Arrivals registered = new Arrivals();
    private final Semaphore registering = new Semaphore(REGISTERING_AT_ONCE);

    /** Devices as {@code config} counts and names them. */
    public StockDevices(RunConfig config) {
        this.config = config;
    }

    @Override
    public void connect(int serverPort) throws Exception {
        LwM2mModel model = new StaticModel(ObjectLoader.loadDefault());
        for (int device = 0; device < config.devices(); device++) {
            if (!registering.tryAcquire(config.pushLimitSeconds(), TimeUnit.SECONDS)) {
                break;
            }
            ImageInRam image = new ImageInRam(config);
            images.add(image);
            client(RunConfig.endpoint(device), serverPort, model, image).start();
        }
        registered.await(config.devices(), config.pushLimitSeconds(), "devices had registered");
    }

    @Override
    public int holding(int body) {
        String wanted = config.bodies().get(body).imageSha256();
        return (int) images.stream().filter(image -> image.holds(wanted)).count();
    }

    private LeshanClient client(String name, int serverPort, LwM2mModel model, ImageInRam image) {
        byte[] identity = name.getBytes(StandardCharsets.UTF_8);
        String uri = "coaps://127.0.0.1:" + serverPort;
        ObjectsInitializer objects = new ObjectsInitializer(model);
        objects.setInstancesForObject(LwM2mId.SECURITY, Security.psk(uri, 123, identity, RunConfig.key()));
        objects.setInstancesForObject(LwM2mId.SERVER, new Server(123, LIFETIME_SECONDS));
        objects.setInstancesForObject(LwM2mId.DEVICE, new Device("none", "stock Leshan client", name));
        objects.setInstancesForObject(LwM2mId.FIRMWARE, image);
        objects.setFactoryForObject(LwM2mId.FIRMWARE, (objectModel, id, used) -> image);
        var endpoints = new CaliforniumClientEndpointsProvider.Builder(new CoapsClientProtocolProvider());
        var configuration = endpoints.createDefaultConfiguration();
        StockSettings.apply(configuration, config);
        endpoints.setConfiguration(configuration);
        LeshanClient client = new LeshanClientBuilder(name)
                .setObjects(objects.createAll())
                .setRegistrationEngineFactory(
                        new DefaultRegistrationEngineFactory().setRetryWaitingTimeInMs(RETRY_MILLIS))
                .setEndpointsProviders(endpoints.build())
                .build();
        client.addObserver(new LwM2mClientObserverAdapter() {
            @Override
            public void onRegistrationSuccess(LwM2mServer server, RegisterRequest request, String registrationId) {
                registering.release();
                registered.add(name);
            }
        });
        return client;
    }
}
