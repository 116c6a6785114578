package io.moult.boot.explore.moult;

import io.moult.boot.explore.Machine;
import io.moult.boot.explore.Sector;
import io.moult.boot.explore.Shape;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How candidates' envelopes lie in their areas, cut as sectors cut them, under whatever generation. */
final class StoredEnvelopes {
    /** Behind magic, length, checksum and generation, up to the envelope's octets, nothing counts. */
    private static final int HEAD_THAT_COUNTS = 16;

    private static final int HEAD_BYTES = 32;
    private static final int GENERATION_AT = 12;

    private final Topology topology;
    private final Shape shape;

    StoredEnvelopes(Topology topology, Shape shape) {
        this.topology = topology;
        this.shape = shape;
    }

    List<Truth.Piece> piecesOf(Catalogue.Candidate candidate) {
        List<Bytes> plain = store(candidate.envelope(), 0);
        Map<Integer, Bytes> heads = new ConcurrentHashMap<>();
        List<Truth.Piece> pieces = new ArrayList<>();
        pieces.add(content -> beginsWithHead(content, plain.get(0))
                && begins(
                        content,
                        heads.computeIfAbsent(
                                content.asByteBuffer().getInt(GENERATION_AT),
                                generation -> store(candidate.envelope(), generation)
                                        .get(0)
                                        .slice(0, HEAD_THAT_COUNTS))));
        plain.subList(1, plain.size()).forEach(octets -> pieces.add(content -> begins(content, octets)));
        return pieces;
    }

    /** Whether the octets behind the head are the same; those in it cost a checksum, and come later. */
    private static boolean beginsWithHead(Bytes content, Bytes plain) {
        return content.length() >= plain.length()
                && content.slice(HEAD_BYTES, plain.length()).equals(plain.slice(HEAD_BYTES, plain.length()));
    }

    private static boolean begins(Bytes content, Bytes octets) {
        return octets.length() <= content.length()
                && content.slice(0, octets.length()).equals(octets);
    }

    private List<Bytes> store(Bytes envelope, int generation) {
        Machine machine = Machine.blank(shape);
        try {
            new EnvelopeStore(machine.flash(), topology).write(EnvelopeArea.A, envelope, generation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Bytes> sectors = new ArrayList<>();
        int lengthBytes = HEAD_BYTES + envelope.length();
        int index = topology.envelopeA().first();
        for (int at = 0; at < lengthBytes; index++) {
            Sector sector = machine.sector(index);
            sectors.add(sector.writtenBytes(0, Math.min(sector.lengthBytes(), lengthBytes - at)));
            at += sector.lengthBytes();
        }
        return sectors;
    }
}
