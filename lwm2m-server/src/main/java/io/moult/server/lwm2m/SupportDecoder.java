package io.moult.server.lwm2m;

import io.moult.attest.SignedEvidence;
import io.moult.bytes.Bytes;
import io.moult.server.device.SupportReading;
import io.moult.updateobject.UpdateSupportObject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.jspecify.annotations.Nullable;

/** Reads an instance of the private object. What is missing or malformed counts as not told. */
final class SupportDecoder {
    private static final int LONGEST_TEXT = 4096;

    private SupportDecoder() {}

    static SupportReading decode(LwM2mObjectInstance instance) {
        return new SupportReading(
                uuid(value(instance, UpdateSupportObject.VENDOR_ID)),
                uuid(value(instance, UpdateSupportObject.CLASS_ID)),
                value(instance, UpdateSupportObject.RESUME_OFFSET) instanceof Number number
                        ? Math.max(0, number.longValue())
                        : 0,
                value(instance, UpdateSupportObject.BODY_IDENTITY) instanceof byte[] octets
                        ? Bytes.copyOf(octets)
                        : Bytes.EMPTY,
                text(value(instance, UpdateSupportObject.LAST_REFUSAL)),
                text(value(instance, UpdateSupportObject.BOOT_REPORT)),
                unsigned(value(instance, UpdateSupportObject.SEQUENCE_NUMBER)),
                value(instance, UpdateSupportObject.SIGNED_BOOT_REPORT) instanceof byte[] octets
                                && octets.length <= SignedEvidence.LIMIT_BYTES
                        ? Bytes.copyOf(octets)
                        : Bytes.EMPTY);
    }

    private static @Nullable Object value(LwM2mObjectInstance instance, int resourceId) {
        LwM2mResource resource = instance.getResource(resourceId);
        return resource == null || resource.isMultiInstances() ? null : resource.getValue();
    }

    private static Optional<UUID> uuid(@Nullable Object value) {
        if (value instanceof byte[] octets && octets.length == 16) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
        }
        return Optional.empty();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        }
        return "";
    }

    private static OptionalLong unsigned(@Nullable Object value) {
        try {
            return value instanceof String text && !text.isEmpty()
                    ? OptionalLong.of(Long.parseUnsignedLong(text))
                    : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
