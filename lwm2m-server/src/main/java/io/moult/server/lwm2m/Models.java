package io.moult.server.lwm2m;

import io.moult.updateobject.UpdateSupportObject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.leshan.core.model.ObjectLoader;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;

/** The objects that the server can read. One model for all versions, since ours differ in nothing that we read. */
final class Models {
    private Models() {}

    static List<ObjectModel> all(int privateObjectId) {
        List<ObjectModel> models = new ArrayList<>(ObjectLoader.loadDefault());
        models.add(new ObjectModel(
                privateObjectId,
                "Update Support",
                "",
                ObjectModel.DEFAULT_VERSION,
                false,
                false,
                opaque(UpdateSupportObject.VENDOR_ID, "Vendor ID"),
                opaque(UpdateSupportObject.CLASS_ID, "Class ID"),
                resource(UpdateSupportObject.RESUME_OFFSET, "Resume Offset", ResourceModel.Type.INTEGER),
                opaque(UpdateSupportObject.BODY_IDENTITY, "Body Identity"),
                resource(UpdateSupportObject.LAST_REFUSAL, "Last Refusal", ResourceModel.Type.STRING),
                resource(UpdateSupportObject.BOOT_REPORT, "Boot Report", ResourceModel.Type.STRING),
                resource(UpdateSupportObject.SEQUENCE_NUMBER, "Sequence Number", ResourceModel.Type.STRING),
                opaque(UpdateSupportObject.MANIFEST_DIGEST, "Manifest Digest")));
        return models;
    }

    private static ResourceModel opaque(int id, String name) {
        return resource(id, name, ResourceModel.Type.OPAQUE);
    }

    private static ResourceModel resource(int id, String name, ResourceModel.Type type) {
        return new ResourceModel(id, name, ResourceModel.Operations.R, false, false, type, "", "", "");
    }
}
