package io.moult.suit.factory;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.factory.ManufacturingImage.Area;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Writes a manufacturing image part by part, as streams. Owned by one thread; used once. */
public final class ManufacturingImageWriter {
    private final OutputStream out;
    private final Map<Part, Area> areas = new EnumMap<>(Part.class);
    private long at;

    /** @param out is not closed */
    public ManufacturingImageWriter(OutputStream out) {
        this.out = out;
    }

    public ManufacturingImageWriter add(Part part, Bytes octets) throws IOException {
        return add(part, new ByteArrayInputStream(octets.toArray()));
    }

    /** The bootloader first, if there is one; IOException if the part has no octets, or too many. */
    public ManufacturingImageWriter add(Part part, InputStream octets) throws IOException {
        if (areas.containsKey(part) || (part == Part.BOOTLOADER && at > 0)) {
            throw new IllegalStateException(part + " after " + areas.keySet());
        }
        MessageDigest digest = Digest.newSha256();
        long length = octets.transferTo(new DigestOutputStream(out, digest));
        if (length == 0 || length > part.mostBytes()) {
            throw new IOException("a " + part.name().toLowerCase(Locale.ROOT) + " of " + length + " octets"
                    + " where 1 to " + part.mostBytes() + " are possible");
        }
        areas.put(part, new Area(at, length, Digest.ofSha256(digest)));
        at += length;
        pad((int) Math.floorMod(-at, (long) ManufacturingImage.SECTOR_BYTES));
        return this;
    }

    /** Writes the directory, which makes a manufacturing image of it. */
    public ManufacturingImage finish(UUID vendorId, UUID classId) throws IOException {
        ManufacturingImage made = new ManufacturingImage(vendorId, classId, areas);
        CborWriter directory = new CborWriter()
                .map(4)
                .unsigned(ManufacturingImage.KEY_FORMAT)
                .unsigned(ManufacturingImage.FORMAT)
                .unsigned(ManufacturingImage.KEY_VENDOR_ID)
                .bytes(Identifiers.toBytes(vendorId))
                .unsigned(ManufacturingImage.KEY_CLASS_ID)
                .bytes(Identifiers.toBytes(classId))
                .unsigned(ManufacturingImage.KEY_PARTS)
                .array(areas.size());
        made.areas()
                .forEach((part, area) -> directory
                        .array(4)
                        .unsigned(part.number())
                        .unsigned(area.offsetBytes())
                        .unsigned(area.lengthBytes())
                        .bytes(area.sha256().value()));
        out.write(ManufacturingImage.MAGIC.toArray());
        byte[] encoded = directory.toBytes().toArray();
        out.write(encoded);
        pad(ManufacturingImage.SECTOR_BYTES - ManufacturingImage.MAGIC.length() - encoded.length);
        return made;
    }

    private void pad(int octets) throws IOException {
        byte[] erased = new byte[octets];
        Arrays.fill(erased, (byte) 0xff);
        out.write(erased);
        at += octets;
    }
}
