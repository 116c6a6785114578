package io.moult.client.lwm2m;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.leshan.client.resource.LwM2mInstanceEnabler;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DeleteRequest;
import org.eclipse.leshan.core.response.DeleteResponse;

/** An object with one instance that belongs to the device: no server creates another or deletes this one. */
final class FixedObject extends ObjectEnabler {
    private FixedObject(ObjectModel model, Map<Integer, LwM2mInstanceEnabler> instances) {
        super(
                model.id,
                model,
                instances,
                (ofModel, id, alreadyUsed) -> {
                    throw new UnsupportedOperationException("instances of object " + ofModel.id + " are not created");
                },
                ContentFormat.DEFAULT);
    }

    static FixedObject of(ObjectModel model, LwM2mInstanceEnabler instance) {
        instance.setId(0);
        instance.setModel(model);
        Map<Integer, LwM2mInstanceEnabler> instances = new HashMap<>();
        instances.put(0, instance);
        return new FixedObject(model, instances);
    }

    @Override
    protected DeleteResponse doDelete(LwM2mServer server, DeleteRequest request) {
        return new DeleteResponse(ResponseCode.METHOD_NOT_ALLOWED, "not deletable");
    }
}
