package io.moult.server.peers;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.engine.DefaultRegistrationEngineFactory;
import org.eclipse.leshan.client.object.Device;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.core.LwM2mId;

/** A stock Leshan client over coaps with a pre-shared key, and a plain object 5. */
public final class StockClient implements AutoCloseable {
    private final LeshanClient client;
    private final PlainUpdateObject update = new PlainUpdateObject();

    /** Registers in the background. */
    public StockClient(String endpoint, byte[] key, int coapsPort, int mostBodyBytes) {
        ObjectsInitializer objects = new ObjectsInitializer();
        objects.setInstancesForObject(
                LwM2mId.SECURITY,
                Security.psk(
                        "coaps://127.0.0.1:" + coapsPort,
                        123,
                        endpoint.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        key));
        objects.setInstancesForObject(LwM2mId.SERVER, new Server(123, 300));
        objects.setInstancesForObject(LwM2mId.DEVICE, new Device("maker", "model", "serial"));
        objects.setInstancesForObject(LwM2mId.FIRMWARE, update);
        List<LwM2mObjectEnabler> enablers = objects.createAll();
        CaliforniumClientEndpointsProvider.Builder endpoints =
                new CaliforniumClientEndpointsProvider.Builder(new CoapsClientProtocolProvider());
        var config = endpoints.createDefaultConfiguration();
        config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, mostBodyBytes);
        config.set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024);
        config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
        endpoints.setConfiguration(config);
        endpoints.setClientAddress(new InetSocketAddress("127.0.0.1", 0).getAddress());
        DefaultRegistrationEngineFactory engine = new DefaultRegistrationEngineFactory();
        engine.setRequestTimeoutInMs((int) TimeUnit.SECONDS.toMillis(5));
        engine.setDeregistrationTimeoutInMs((int) TimeUnit.SECONDS.toMillis(1));
        engine.setReconnectOnUpdate(false);
        LeshanClientBuilder builder = new LeshanClientBuilder(endpoint);
        builder.setObjects(enablers);
        builder.setEndpointsProviders(endpoints.build());
        builder.setRegistrationEngineFactory(engine);
        client = builder.build();
        client.start();
    }

    public PlainUpdateObject update() {
        return update;
    }

    /** Deregisters. */
    @Override
    public void close() {
        client.destroy(true);
    }

    /** Ends without a word, as a device that loses power. */
    public void vanish() {
        client.destroy(false);
    }
}
