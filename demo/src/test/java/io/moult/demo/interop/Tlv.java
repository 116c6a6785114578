package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** As much of LwM2M's TLV format (content format 11542) as a scripted device needs. */
final class Tlv {
    private static final int OBJECT_INSTANCE = 0b00;
    private static final int RESOURCE_INSTANCE = 0b01;
    private static final int MULTIPLE_RESOURCE = 0b10;
    private static final int RESOURCE = 0b11;

    private Tlv() {}

    /** The TLVs of an instance's resources: String, Long, or List of Long for a multiple one. */
    static Bytes resources(Map<Integer, Object> resources) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        resources.forEach((id, value) -> {
            if (value instanceof List<?> many) {
                ByteArrayOutputStream instances = new ByteArrayOutputStream();
                for (int i = 0; i < many.size(); i++) {
                    put(instances, RESOURCE_INSTANCE, i, octets(many.get(i)));
                }
                put(out, MULTIPLE_RESOURCE, id, instances.toByteArray());
            } else {
                put(out, RESOURCE, id, octets(value));
            }
        });
        return Bytes.wrap(out.toByteArray());
    }

    static Bytes instance(int id, Bytes resources) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, OBJECT_INSTANCE, id, resources.toArray());
        return Bytes.wrap(out.toByteArray());
    }

    /** The text in a payload that is text, or the value of a single resource TLV. */
    static String text(Bytes payload, int contentFormat) {
        if (contentFormat != PlainObjects.TLV) {
            return new String(payload.toArray(), StandardCharsets.UTF_8);
        }
        int head = payload.at(0);
        int idOctets = (head & 0x20) == 0 ? 1 : 2;
        int lengthOctets = (head >> 3) & 0x03;
        Bytes value = payload.slice(1 + idOctets + lengthOctets, payload.length());
        return new String(value.toArray(), StandardCharsets.UTF_8);
    }

    private static void put(ByteArrayOutputStream out, int type, int id, byte[] value) {
        int length = value.length;
        if (length < 8) {
            out.write(type << 6 | length);
            out.write(id);
        } else {
            out.write(type << 6 | (length < 256 ? 0x08 : 0x10));
            out.write(id);
            if (length >= 256) {
                out.write(length >> 8);
            }
            out.write(length);
        }
        out.writeBytes(value);
    }

    private static byte[] octets(Object value) {
        return value instanceof Long number
                ? ByteBuffer.allocate(4).putInt(Math.toIntExact(number)).array()
                : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
