package io.moult.client.lwm2m;

import io.moult.client.ConsumerView;
import io.moult.client.FirmwareConsumer;
import io.moult.client.RunningFirmware;
import io.moult.client.provision.DeviceIdentity;
import io.moult.updateobject.BootReportJson;
import io.moult.updateobject.UpdateSupportObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.InvalidDDFFileException;
import org.eclipse.leshan.core.model.InvalidModelException;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.response.ReadResponse;

/** The private object of {@link UpdateSupportObject}, instance 0: what no standard resource tells. */
final class UpdateSupportInstance extends BaseInstanceEnabler {
    private final FirmwareConsumer consumer;
    private final DeviceIdentity identity;
    private final BootReportJson reports = new BootReportJson();

    UpdateSupportInstance(FirmwareConsumer consumer, DeviceIdentity identity) {
        super(0);
        this.consumer = consumer;
        this.identity = identity;
    }

    /** The object's model under an id that may be another than the printed one. */
    static ObjectModel model(int objectId) {
        try (InputStream in = UpdateSupportObject.class.getResourceAsStream("/models/moult-32800.xml")) {
            if (in == null) {
                throw new IllegalStateException("the model of the update support object is not on the class path");
            }
            ObjectModel printed =
                    ObjectLoader.loadDdfFile(in, "moult-32800.xml", true).get(0);
            return new ObjectModel(
                    objectId,
                    printed.name,
                    printed.description,
                    printed.version,
                    printed.multiple,
                    printed.mandatory,
                    printed.resources.values());
        } catch (IOException | InvalidDDFFileException | InvalidModelException e) {
            throw new IllegalStateException("the model of the update support object cannot be read", e);
        }
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
                ReadResponse.success(resource, reports.encode(running.bootReport()));
            case UpdateSupportObject.SEQUENCE_NUMBER ->
                ReadResponse.success(
                        resource, Long.toUnsignedString(running.bootReport().sequenceNumber()));
            case UpdateSupportObject.MANIFEST_DIGEST ->
                ReadResponse.success(resource, running.manifestDigest().toArray());
            case UpdateSupportObject.SIGNED_BOOT_REPORT ->
                ReadResponse.success(resource, running.signedBootReport().toArray());
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
