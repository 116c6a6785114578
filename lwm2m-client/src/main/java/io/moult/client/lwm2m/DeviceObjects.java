package io.moult.client.lwm2m;

import io.moult.client.ClientSettings;
import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.provision.DeviceIdentity;
import io.moult.updateobject.FirmwareUpdateObject;
import io.moult.updateobject.UpdateSupportObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.engine.RegistrationEngineFactory;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.object.Server;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.StaticModel;

/** The LwM2M objects of a device: Security, Server, Device, Firmware Update, and the private one. */
final class DeviceObjects {
    private static final int SHORT_SERVER_ID = 1;

    private final List<LwM2mObjectEnabler> objects;
    private final FirmwareUpdateInstance firmware;
    private final UpdateSupportInstance support;

    private DeviceObjects(
            List<LwM2mObjectEnabler> objects, FirmwareUpdateInstance firmware, UpdateSupportInstance support) {
        this.objects = objects;
        this.firmware = firmware;
        this.support = support;
    }

    static DeviceObjects of(
            ClientSettings settings, DeviceIdentity identity, FirmwareConsumer consumer, Restart restart) {
        FirmwareUpdateInstance firmware =
                new FirmwareUpdateInstance(consumer, restart, settings.psk().isPresent());
        UpdateSupportInstance support = new UpdateSupportInstance(consumer, identity);
        StaticModel models = new StaticModel(ObjectLoader.loadDefault());
        List<LwM2mObjectEnabler> objects = List.of(
                FixedObject.of(models.getObjectModel(LwM2mId.SECURITY), security(settings)),
                FixedObject.of(
                        models.getObjectModel(LwM2mId.SERVER), new Server(SHORT_SERVER_ID, settings.lifetimeSeconds())),
                FixedObject.of(
                        models.getObjectModel(LwM2mId.DEVICE),
                        new DeviceInstance(settings.device(), consumer, restart)),
                FixedObject.of(models.getObjectModel(FirmwareUpdateObject.OBJECT_ID), firmware),
                FixedObject.of(UpdateSupportInstance.model(settings.privateObjectId()), support));
        return new DeviceObjects(objects, firmware, support);
    }

    private static Security security(ClientSettings settings) {
        String uri = settings.server().toString();
        return settings.psk()
                .map(psk -> Security.psk(
                        uri,
                        SHORT_SERVER_ID,
                        psk.identity().getBytes(StandardCharsets.UTF_8),
                        psk.key().toArray()))
                .orElseGet(() -> Security.noSec(uri, SHORT_SERVER_ID));
    }

    LeshanClient client(
            String endpoint, RegistrationEngineFactory engine, CaliforniumClientEndpointsProvider endpoints) {
        return new LeshanClientBuilder(endpoint)
                .setObjects(objects)
                .setRegistrationEngineFactory(engine)
                .setEndpointsProviders(endpoints)
                .build();
    }

    /** Notifies whoever observes a resource whose value differs between the two pictures. */
    void changed(ConsumerView before, ConsumerView after) {
        List<Integer> resources = new ArrayList<>();
        add(resources, FirmwareUpdateObject.STATE, before.state(), after.state());
        add(resources, FirmwareUpdateObject.UPDATE_RESULT, before.result(), after.result());
        add(resources, FirmwareUpdateObject.PACKAGE_URI, before.packageUri(), after.packageUri());
        add(resources, FirmwareUpdateObject.PACKAGE_VERSION, before.packageVersion(), after.packageVersion());
        add(resources, FirmwareUpdateObject.LAST_STATE_CHANGE_TIME, before.stateChanged(), after.stateChanged());
        resources.forEach(firmware::fireResourceChange);
        if (!before.lastRefusal().equals(after.lastRefusal())) {
            support.fireResourceChange(UpdateSupportObject.LAST_REFUSAL);
        }
    }

    private static void add(List<Integer> resources, int resource, Object before, Object after) {
        if (!before.equals(after)) {
            resources.add(resource);
        }
    }
}
