package io.moult.demo.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.object.Device;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.core.LwM2mId;

/** Leshan's client as it comes, with a plain firmware object; only its configuration may be changed. */
final class StockLeshanClient implements AutoCloseable {
    private final LeshanClient client;

    StockLeshanClient(
            DeviceAccount account,
            InetSocketAddress server,
            StockFirmwareObject firmware,
            Consumer<Configuration> configuring) {
        String uri = "coaps://" + server.getAddress().getHostAddress() + ":" + server.getPort();
        ObjectsInitializer objects = new ObjectsInitializer();
        objects.setInstancesForObject(
                LwM2mId.SECURITY,
                Security.psk(
                        uri,
                        1,
                        account.identity().getBytes(StandardCharsets.UTF_8),
                        account.key().toArray()));
        objects.setInstancesForObject(LwM2mId.SERVER, new Server(1, 300));
        objects.setInstancesForObject(LwM2mId.DEVICE, new Device("Stock", "Leshan", "1"));
        objects.setInstancesForObject(LwM2mId.FIRMWARE, firmware);
        CaliforniumClientEndpointsProvider.Builder endpoints =
                new CaliforniumClientEndpointsProvider.Builder(new CoapsClientProtocolProvider());
        Configuration configuration = endpoints.createDefaultConfiguration();
        configuring.accept(configuration);
        DefaultRegistrationEngineFactory engine = new DefaultRegistrationEngineFactory();
        engine.setRetryWaitingTimeInMs(1000);
        client = new LeshanClientBuilder(account.endpoint())
                .setObjects(objects.createAll())
                .setRegistrationEngineFactory(engine)
                .setEndpointsProviders(endpoints
                        .setConfiguration(configuration)
                        .setClientAddress(InetAddress.getLoopbackAddress())
                        .build())
                .build();
        client.start();
    }

    @Override
    public void close() {
        client.destroy(false);
    }
}
