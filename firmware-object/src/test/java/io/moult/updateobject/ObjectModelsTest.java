package io.moult.updateobject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.leshan.core.model.DDFFileParser;
import org.eclipse.leshan.core.model.DefaultDDFFileValidatorFactory;
import org.eclipse.leshan.core.model.InvalidDDFFileException;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.model.ResourceModel.Operations;
import org.junit.jupiter.api.Test;

/** Our constants against the objects' XML models, as Leshan reads them. R117 (reachability of what a tracker reads). */
class ObjectModelsTest {
    @Test
    void privateObject_isAValidModel_ofExactlyOurResources() throws Exception {
        ObjectModel model = load("/models/moult-32800.xml");

        assertThat(model.id).isEqualTo(UpdateSupportObject.DEFAULT_OBJECT_ID);
        assertThat(model.multiple).isFalse();
        assertThat(model.mandatory).isFalse();
        assertThat(model.resources.keySet())
                .containsExactlyInAnyOrder(
                        UpdateSupportObject.VENDOR_ID,
                        UpdateSupportObject.CLASS_ID,
                        UpdateSupportObject.RESUME_OFFSET,
                        UpdateSupportObject.BODY_IDENTITY,
                        UpdateSupportObject.LAST_REFUSAL,
                        UpdateSupportObject.BOOT_REPORT,
                        UpdateSupportObject.SEQUENCE_NUMBER,
                        UpdateSupportObject.MANIFEST_DIGEST,
                        UpdateSupportObject.SIGNED_BOOT_REPORT);
        assertThat(model.resources.values())
                .allSatisfy(resource -> assertThat(resource.operations).isEqualTo(Operations.R));
        assertThat(resource(model, UpdateSupportObject.RESUME_OFFSET).type).isEqualTo(ResourceModel.Type.INTEGER);
        assertThat(resource(model, UpdateSupportObject.BODY_IDENTITY).type).isEqualTo(ResourceModel.Type.OPAQUE);
    }

    @Test
    void privateObject_hasAnIdFromTheRangeForPrivateUse() {
        assertThat(UpdateSupportObject.DEFAULT_OBJECT_ID).isBetween(32769, 42768);
    }

    @Test
    void firmwareUpdateObject_hasTheResourcesOfTheStandard() throws Exception {
        ObjectModel model = load("/models/5.xml");

        assertThat(model.id).isEqualTo(FirmwareUpdateObject.OBJECT_ID);
        assertThat(model.version).isEqualTo(FirmwareUpdateObject.VERSION);
        assertThat(new TreeSet<>(model.resources.keySet())).isEqualTo(resourceConstants());
        assertThat(resource(model, FirmwareUpdateObject.STATE).name).isEqualTo("State");
        assertThat(resource(model, FirmwareUpdateObject.UPDATE_RESULT).name).isEqualTo("Update Result");
        assertThat(resource(model, FirmwareUpdateObject.CANCEL).name).isEqualTo("Cancel");
        assertThat(resource(model, FirmwareUpdateObject.DELIVERY_METHOD).name)
                .isEqualTo("Firmware Update Delivery Method");
        assertThat(resource(model, FirmwareUpdateObject.MAXIMUM_DEFER_PERIOD).name)
                .isEqualTo("Maximum Defer Period");
    }

    private static ResourceModel resource(ObjectModel model, int id) {
        return Objects.requireNonNull(model.resources.get(id), () -> "resource " + id);
    }

    private static Set<Integer> resourceConstants() throws IllegalAccessException {
        Set<Integer> ids = new TreeSet<>();
        List<String> others = List.of("OBJECT_ID", "PROTOCOL_COAP", "DELIVERY_", "SEVERITY_", "PROTOCOL_");
        for (Field field : FirmwareUpdateObject.class.getFields()) {
            boolean value = others.stream().anyMatch(prefix -> field.getName().startsWith(prefix))
                    && !Arrays.asList("PROTOCOL_SUPPORT", "DELIVERY_METHOD").contains(field.getName());
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class && !value) {
                ids.add(field.getInt(null));
            }
        }
        return ids;
    }

    private static ObjectModel load(String resource) throws IOException, InvalidDDFFileException {
        try (InputStream input =
                Objects.requireNonNull(ObjectModelsTest.class.getResourceAsStream(resource), resource)) {
            List<ObjectModel> models = new DDFFileParser(new DefaultDDFFileValidatorFactory()).parse(input, resource);
            assertThat(models).hasSize(1);
            return models.get(0);
        }
    }
}
