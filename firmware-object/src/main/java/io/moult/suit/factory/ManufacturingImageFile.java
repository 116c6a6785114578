package io.moult.suit.factory;

import io.moult.bytes.Bytes;
import io.moult.bytes.FirstOctets;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.factory.ManufacturingImage.Area;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A manufacturing image that is read: one whose directory and digests hold, or it is not opened. An IOException's message
 * is one sentence that names the file. Owned by one thread.
 */
public final class ManufacturingImageFile implements Closeable {
    private static final int DIRECTORY_BYTES = ManufacturingImage.SECTOR_BYTES;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final FileChannel file;
    private final ManufacturingImage image;

    private ManufacturingImageFile(FileChannel file, ManufacturingImage image) {
        this.file = file;
        this.image = image;
    }

    /** Opens a file and compares all digests. */
    public static ManufacturingImageFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            ManufacturingImageFile opened = new ManufacturingImageFile(channel, readDirectory(channel));
            opened.compareDigests();
            return opened;
        } catch (CborException e) {
            channel.close();
            throw new IOException(path + " is no manufacturing image: " + e.detail(), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether a file ends with a directory, which nothing else does; what is in it is for {@link #open} to say. */
    public static boolean isOne(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long begin = channel.size() - DIRECTORY_BYTES;
            int magic = ManufacturingImage.MAGIC.length();
            return begin >= 0 && read(channel, begin, magic).equals(ManufacturingImage.MAGIC);
        }
    }

    public ManufacturingImage image() {
        return image;
    }

    /** A part that fits in memory: the certificate or the envelope. */
    public Bytes small(Part part) throws IOException {
        if (part != Part.CERTIFICATE && part != Part.ENVELOPE) {
            throw new IllegalArgumentException(part + " is not small");
        }
        Area area = image.area(part).orElseThrow();
        return read(file, area.offsetBytes(), (int) area.lengthBytes());
    }

    /** A part as a stream, to be read before the next is asked for. Closing it closes the file. */
    public InputStream stream(Part part) throws IOException {
        Area area = image.area(part).orElseThrow();
        file.position(area.offsetBytes());
        return new FirstOctets(Channels.newInputStream(file), area.lengthBytes());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void compareDigests() throws IOException, CborException {
        for (Map.Entry<Part, Area> part : image.areas().entrySet()) {
            MessageDigest digest = Digest.newSha256();
            InputStream octets = stream(part.getKey());
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = octets.read(chunk); count >= 0; count = octets.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            if (!Digest.ofSha256(digest).equals(part.getValue().sha256())) {
                throw CborException.malformed("its " + name(part.getKey()) + " does not have the digest that it says");
            }
        }
    }

    private static ManufacturingImage readDirectory(FileChannel file) throws IOException, CborException {
        long begin = file.size() - DIRECTORY_BYTES;
        if (begin < 0) {
            throw CborException.malformed("it is too short");
        }
        Bytes sector = read(file, begin, DIRECTORY_BYTES);
        int magic = ManufacturingImage.MAGIC.length();
        if (!sector.slice(0, magic).equals(ManufacturingImage.MAGIC)) {
            throw CborException.malformed("its last sector is no directory");
        }
        CborItem.Mapping members = new CborReader(sector.slice(magic, DIRECTORY_BYTES), DecoderLimits.DEFAULT)
                .readItem()
                .map("its directory");
        if (member(members, ManufacturingImage.KEY_FORMAT).unsigned("its format") != ManufacturingImage.FORMAT) {
            throw CborException.malformed("its format is unknown");
        }
        Map<Part, Area> areas = new EnumMap<>(Part.class);
        for (CborItem entry : member(members, ManufacturingImage.KEY_PARTS).array("its parts")) {
            readArea(entry.array("a part"), begin, areas);
        }
        if (!areas.keySet().containsAll(ManufacturingImage.NEEDED)) {
            throw CborException.malformed("it has no application, envelope or certificate");
        }
        return new ManufacturingImage(
                uuid(members, ManufacturingImage.KEY_VENDOR_ID), uuid(members, ManufacturingImage.KEY_CLASS_ID), areas);
    }

    private static void readArea(List<CborItem> fields, long most, Map<Part, Area> areas) throws CborException {
        if (fields.size() != 4) {
            throw CborException.malformed("a part is not of four fields");
        }
        long number = fields.get(0).unsigned("a part's number");
        Part part = Part.of(number).orElseThrow(() -> CborException.malformed("a part is of an unknown kind"));
        Area area = new Area(
                fields.get(1).unsigned("a part's offset"),
                fields.get(2).unsigned("a part's length"),
                new Digest(Digest.SHA_256, fields.get(3).bytes("a part's digest")));
        boolean inside = area.offsetBytes() >= 0
                && area.offsetBytes() <= most
                && area.lengthBytes() > 0
                && area.lengthBytes() <= part.mostBytes()
                && area.endBytes() <= most;
        if (!inside || overlaps(area, areas.values()) || areas.put(part, area) != null) {
            throw CborException.malformed("its " + name(part) + " does not lie where it can");
        }
    }

    private static boolean overlaps(Area area, Collection<Area> others) {
        return others.stream()
                .anyMatch(other -> area.offsetBytes() < other.endBytes() && other.offsetBytes() < area.endBytes());
    }

    private static UUID uuid(CborItem.Mapping members, long key) throws CborException {
        Bytes octets = member(members, key).bytes("an identifier");
        if (octets.length() != 16) {
            throw CborException.malformed("an identifier is no UUID");
        }
        return Identifiers.ofBytes(octets);
    }

    private static CborItem member(CborItem.Mapping members, long key) throws CborException {
        return members.find(key).orElseThrow(() -> CborException.malformed("its directory has no member " + key));
    }

    private static Bytes read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (file.read(octets, offset + octets.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return Bytes.wrap(octets.array());
    }

    private static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
