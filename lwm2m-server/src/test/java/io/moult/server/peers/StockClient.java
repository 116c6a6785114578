package io.moult.server.peers;

import io.moult.updateobject.UpdateSupportObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
import org.eclipse.leshan.core.model.InvalidDDFFileException;
import org.eclipse.leshan.core.model.InvalidModelException;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.StaticModel;
import org.jspecify.annotations.Nullable;

/** A stock Leshan client over coaps with a pre-shared key, and a plain object 5. */
public final class StockClient implements AutoCloseable {
    private final LeshanClient client;
    private final PlainUpdateObject update = new PlainUpdateObject();

    /** Registers in the background. */
    public StockClient(String endpoint, byte[] key, int coapsPort, int mostBodyBytes) {
        this(endpoint, key, coapsPort, mostBodyBytes, null);
    }

    /** The same with the private object, whose model is the test's. */
    public StockClient(String endpoint, byte[] key, int coapsPort, int mostBodyBytes, @Nullable SupportObject support) {
        ObjectsInitializer objects = new ObjectsInitializer(new StaticModel(models()));
        objects.setInstancesForObject(
                LwM2mId.SECURITY,
                Security.psk("coaps://127.0.0.1:" + coapsPort, 123, endpoint.getBytes(StandardCharsets.UTF_8), key));
        objects.setInstancesForObject(LwM2mId.SERVER, new Server(123, 300));
        objects.setInstancesForObject(LwM2mId.DEVICE, new Device("maker", "model", "serial"));
        objects.setInstancesForObject(LwM2mId.FIRMWARE, update);
        if (support != null) {
            objects.setInstancesForObject(UpdateSupportObject.DEFAULT_OBJECT_ID, support);
        }
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
        engine.setRequestTimeoutInMs(5_000);
        engine.setDeregistrationTimeoutInMs(1_000);
        engine.setReconnectOnUpdate(false);
        LeshanClientBuilder builder = new LeshanClientBuilder(endpoint);
        builder.setObjects(enablers);
        builder.setEndpointsProviders(endpoints.build());
        builder.setRegistrationEngineFactory(engine);
        client = builder.build();
        client.start();
    }

    private static List<ObjectModel> models() {
        List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
        try {
            models.addAll(ObjectLoader.loadDdfResources("/models/", new String[] {"moult-32800.xml"}));
        } catch (IOException | InvalidModelException | InvalidDDFFileException e) {
            throw new IllegalStateException("the private object's model", e);
        }
        return models;
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
