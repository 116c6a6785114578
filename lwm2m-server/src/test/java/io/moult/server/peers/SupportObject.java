package io.moult.server.peers;

import io.moult.updateobject.UpdateSupportObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.response.ReadResponse;

/** The private object of a device that tells who it is. */
public final class SupportObject extends BaseInstanceEnabler {
    private final UUID vendorId;
    private final UUID classId;

    /** Leshan's initializer wants to know how to make one; it makes none. */
    public SupportObject() {
        this(new UUID(0, 0), new UUID(0, 0));
    }

    public SupportObject(UUID vendorId, UUID classId) {
        this.vendorId = vendorId;
        this.classId = classId;
    }

    @Override
    public ReadResponse read(LwM2mServer server, int resourceId) {
        return switch (resourceId) {
            case UpdateSupportObject.VENDOR_ID -> ReadResponse.success(resourceId, octets(vendorId));
            case UpdateSupportObject.CLASS_ID -> ReadResponse.success(resourceId, octets(classId));
            case UpdateSupportObject.RESUME_OFFSET -> ReadResponse.success(resourceId, 0);
            case UpdateSupportObject.BODY_IDENTITY -> ReadResponse.success(resourceId, new byte[0]);
            case UpdateSupportObject.LAST_REFUSAL -> ReadResponse.success(resourceId, "");
            case UpdateSupportObject.BOOT_REPORT -> ReadResponse.success(resourceId, "{\"event\":\"normal\"}");
            case UpdateSupportObject.SEQUENCE_NUMBER -> ReadResponse.success(resourceId, "18446744073709551615");
            default -> ReadResponse.notFound();
        };
    }

    @Override
    public List<Integer> getAvailableResourceIds(ObjectModel model) {
        return List.of(0, 1, 2, 3, 4, 5, 6);
    }

    private static byte[] octets(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
