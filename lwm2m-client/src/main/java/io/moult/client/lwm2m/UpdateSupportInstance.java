package io.moult.client.lwm2m;

import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.RunningFirmware;
import io.moult.client.provision.DeviceIdentity;
import io.moult.updateobject.UpdateSupportObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.ResourceModel.Operations;
import org.eclipse.leshan.core.model.ResourceModel.Type;
import org.eclipse.leshan.core.response.ReadResponse;

/** The private object of {@link UpdateSupportObject}, instance 0: what no standard resource tells. */
final class UpdateSupportInstance extends BaseInstanceEnabler {
    private final FirmwareConsumer consumer;
    private final DeviceIdentity identity;

    UpdateSupportInstance(FirmwareConsumer consumer, DeviceIdentity identity) {
        super(0);
        this.consumer = consumer;
        this.identity = identity;
    }

    /** The object's model under an id; {@code docs/update-support-object.xml} is its printed form. */
    static ObjectModel model(int objectId) {
        return new ObjectModel(
                objectId,
                "Firmware Update Support",
                "What a status tracker needs and no standard resource tells",
                "1.0",
                false,
                false,
                resource(UpdateSupportObject.VENDOR_ID, "Vendor ID", Type.OPAQUE),
                resource(UpdateSupportObject.CLASS_ID, "Class ID", Type.OPAQUE),
                resource(UpdateSupportObject.RESUME_OFFSET, "Resume Offset", Type.INTEGER),
                resource(UpdateSupportObject.BODY_IDENTITY, "Body Identity", Type.OPAQUE),
                resource(UpdateSupportObject.LAST_REFUSAL, "Last Refusal", Type.STRING),
                resource(UpdateSupportObject.BOOT_REPORT, "Boot Report", Type.STRING),
                resource(UpdateSupportObject.SEQUENCE_NUMBER, "Sequence Number", Type.STRING),
                resource(UpdateSupportObject.MANIFEST_DIGEST, "Manifest Digest", Type.OPAQUE));
    }

    private static ResourceModel resource(int id, String name, Type type) {
        return new ResourceModel(id, name, Operations.R, false, false, type, "", "", "");
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resource) {
        ConsumerView view = consumer.view();
        RunningFirmware running = consumer.running();
        return switch (resource) {
            case UpdateSupportObject.VENDOR_ID -> ReadResponse.success(resource, octets(identity.vendorId()));
            case UpdateSupportObject.CLASS_ID -> ReadResponse.success(resource, octets(identity.classId()));
            case UpdateSupportObject.RESUME_OFFSET -> ReadResponse.success(resource, view.resumeOffsetBytes());
            case UpdateSupportObject.BODY_IDENTITY ->
                ReadResponse.success(resource, view.bodyIdentity().toArray());
            case UpdateSupportObject.LAST_REFUSAL -> ReadResponse.success(resource, view.lastRefusal());
            case UpdateSupportObject.BOOT_REPORT ->
                ReadResponse.success(resource, running.bootReport().toJson());
            case UpdateSupportObject.SEQUENCE_NUMBER ->
                ReadResponse.success(
                        resource, Long.toUnsignedString(running.bootReport().sequenceNumber()));
            case UpdateSupportObject.MANIFEST_DIGEST ->
                ReadResponse.success(resource, running.manifestDigest().toArray());
            default -> ReadResponse.notFound();
        };
    }

    private static byte[] octets(Optional<UUID> id) {
        return id.map(uuid -> ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array())
                .orElse(new byte[0]);
    }
}
