package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The form of a topology in one-time-programmable memory and in a flash file's head. */
final class TopologyCodec {
    private static final int VERSION = 2;
    private static final int LIST_LIMIT = 256;

    private TopologyCodec() {}

    private interface Writer<T> {
        void write(DataOutputStream to, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream from) throws IOException;
    }

    static Bytes encode(Topology topology) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream to = new DataOutputStream(octets)) {
            to.writeInt(VERSION);
            to.writeUTF(topology.name());
            writeBytes(to, topology.geometry().encode());
            to.writeByte(topology.strategy().code());
            writeRange(to, topology.journal());
            writeRange(to, topology.envelopeA());
            writeRange(to, topology.envelopeB());
            writeOptional(to, topology.goldenEnvelope());
            writeOptional(to, topology.firstStage());
            writeOptional(to, topology.scratch());
            writeList(to, topology.components(), TopologyCodec::writePlace);
            writeList(to, topology.masters(), TopologyCodec::writeMaster);
            writeList(to, List.copyOf(new TreeSet<>(topology.encryptedParts())), DataOutputStream::writeUTF);
        } catch (IOException e) {
            throw new IllegalStateException("memory that cannot be written", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    static Topology decode(Bytes octets) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(octets.toArray()))) {
            int version = from.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a flash layout of version " + version + "; this program knows version " + VERSION);
            }
            Topology topology = new Topology(
                    from.readUTF(),
                    FlashGeometry.decode(readBytes(from)),
                    Strategy.ofCode(from.readByte()),
                    readRange(from),
                    readRange(from),
                    readRange(from),
                    readOptional(from),
                    readOptional(from),
                    readOptional(from),
                    readList(from, TopologyCodec::readPlace),
                    readList(from, TopologyCodec::readMaster),
                    Set.copyOf(readList(from, in -> in.readUTF())));
            if (from.available() > 0) {
                throw new IllegalArgumentException("a topology with " + from.available() + " B too many");
            }
            return topology;
        } catch (IOException e) {
            throw new IllegalArgumentException("no topology in " + octets.length() + " B", e);
        }
    }

    private static void writePlace(DataOutputStream to, ComponentPlace place) throws IOException {
        writeList(to, place.id().parts(), TopologyCodec::writeBytes);
        to.writeUTF(place.master());
        writeRange(to, place.primary());
        writeRange(to, place.secondary());
        writeOptional(to, place.golden());
        to.writeBoolean(place.secondStage());
        to.writeInt(place.blockBytes());
        to.writeInt(place.blocks());
    }

    private static ComponentPlace readPlace(DataInputStream from) throws IOException {
        return new ComponentPlace(
                new ComponentId(readList(from, TopologyCodec::readBytes)),
                from.readUTF(),
                readRange(from),
                readRange(from),
                readOptional(from),
                from.readBoolean(),
                from.readInt(),
                from.readInt());
    }

    private static void writeMaster(DataOutputStream to, MasterAccess master) throws IOException {
        to.writeUTF(master.master());
        writeList(to, master.readable(), TopologyCodec::writeRange);
        writeList(to, master.writable(), TopologyCodec::writeRange);
    }

    private static MasterAccess readMaster(DataInputStream from) throws IOException {
        return new MasterAccess(
                from.readUTF(), readList(from, TopologyCodec::readRange), readList(from, TopologyCodec::readRange));
    }

    private static void writeRange(DataOutputStream to, SectorRange range) throws IOException {
        to.writeInt(range.first());
        to.writeInt(range.count());
    }

    private static SectorRange readRange(DataInputStream from) throws IOException {
        return new SectorRange(from.readInt(), from.readInt());
    }

    private static void writeOptional(DataOutputStream to, Optional<SectorRange> range) throws IOException {
        writeList(to, range.stream().toList(), TopologyCodec::writeRange);
    }

    private static Optional<SectorRange> readOptional(DataInputStream from) throws IOException {
        return readList(from, TopologyCodec::readRange).stream().findFirst();
    }

    private static void writeBytes(DataOutputStream to, Bytes octets) throws IOException {
        to.writeShort(octets.length());
        to.write(octets.toArray());
    }

    private static Bytes readBytes(DataInputStream from) throws IOException {
        byte[] octets = new byte[from.readUnsignedShort()];
        from.readFully(octets);
        return Bytes.wrap(octets);
    }

    private static <T> void writeList(DataOutputStream to, List<T> list, Writer<T> writer) throws IOException {
        to.writeShort(list.size());
        for (T value : list) {
            writer.write(to, value);
        }
    }

    private static <T> List<T> readList(DataInputStream from, Reader<T> reader) throws IOException {
        int size = from.readUnsignedShort();
        if (size > LIST_LIMIT) {
            throw new IOException("a list of " + size);
        }
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(reader.read(from));
        }
        return list;
    }
}
