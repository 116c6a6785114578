package io.moult.suit.factory;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a manufacturing image holds, and where. Each part begins at a multiple of {@value #SECTOR_BYTES} octets, the
 * bootloader at 0, with 0xff between them; the last sector is the directory: {@link #MAGIC}, then one CBOR map {1: 1, 2:
 * vendor ID, 3: class ID, 4: [* [part, offset, length, SHA-256]]}, then 0xff.
 *
 * <p>Its digests are against accidents. Whether the application is to be believed is for its envelope to prove.
 */
public record ManufacturingImage(UUID vendorId, UUID classId, Map<Part, Area> areas) {
    /** Parts begin at multiples of this. */
    public static final int SECTOR_BYTES = 4096;

    static final Bytes MAGIC = Bytes.wrap("MOULT-FACTORY-1\n".getBytes(StandardCharsets.US_ASCII));
    static final int FORMAT = 1;
    static final int KEY_FORMAT = 1;
    static final int KEY_VENDOR_ID = 2;
    static final int KEY_CLASS_ID = 3;
    static final int KEY_PARTS = 4;

    /** Without these there is nothing to make a device of. */
    static final List<Part> NEEDED = List.of(Part.CERTIFICATE, Part.ENVELOPE, Part.APPLICATION);

    /** What a device is made of. */
    public enum Part {
        /** Optional: an emulated device has one of its own. */
        BOOTLOADER(1, 16 * 1024 * 1024),
        /** Whom the device believes: X.509 in DER. */
        CERTIFICATE(2, 4096),
        /** Of the first image, without payload. */
        ENVELOPE(3, 64 * 1024),
        /** The first image, of one or several applications. */
        APPLICATION(4, 1 << 30);

        private final int number;
        private final int mostBytes;

        Part(int number, int mostBytes) {
            this.number = number;
            this.mostBytes = mostBytes;
        }

        int number() {
            return number;
        }

        /** The most octets that it may have. */
        public int mostBytes() {
            return mostBytes;
        }

        static Optional<Part> of(long number) {
            for (Part part : values()) {
                if (part.number == number) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /** Where a part lies. */
    public record Area(long offsetBytes, long lengthBytes, Digest sha256) {
        long endBytes() {
            return offsetBytes + lengthBytes;
        }
    }

    public ManufacturingImage {
        EnumMap<Part, Area> inOrder = new EnumMap<>(Part.class);
        inOrder.putAll(areas);
        areas = Collections.unmodifiableMap(inOrder);
        if (!areas.keySet().containsAll(NEEDED)) {
            throw new IllegalArgumentException("a manufacturing image of " + areas.keySet() + " alone");
        }
    }

    public Optional<Area> area(Part part) {
        return Optional.ofNullable(areas.get(part));
    }
}
