package io.moult.boot.explore.moult;

import io.moult.boot.explore.Fingerprint;
import io.moult.boot.explore.Sector;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sectors that nobody reads before they are erased: the candidate's place and its envelope, while the journal says, in
 * every reading of it, that a confirmed set runs and that there is no candidate worth anything. Where the journal itself
 * may be lost this does not hold, for then everything is looked at; such explorations do without.
 */
final class Dead {
    private static final int READINGS_LIMIT = 64;

    private final Topology topology;
    private final boolean halfStagedIsDead;
    private final Map<Fingerprint, BitSet> known = new ConcurrentHashMap<>();

    /**
     * @param halfStagedIsDead whether applications begin anew rather than go on with what is staged
     */
    Dead(Topology topology, boolean halfStagedIsDead) {
        this.topology = topology;
        this.halfStagedIsDead = halfStagedIsDead;
    }

    /** Of the state whose journal has this fingerprint and these sectors. */
    BitSet sectors(Fingerprint journal, Sector first, Sector second) {
        BitSet found = known.get(journal);
        if (found == null) {
            found = find(first, second);
            known.put(journal, found);
        }
        return found;
    }

    private BitSet find(Sector first, Sector second) {
        List<byte[]> firsts = first.allReadings(true, READINGS_LIMIT);
        List<byte[]> seconds = second.allReadings(true, READINGS_LIMIT);
        BitSet dead = new BitSet();
        boolean begun = false;
        for (byte[] one : firsts) {
            for (byte[] two : seconds) {
                BitSet here = find(one, two);
                if (begun) {
                    dead.and(here);
                } else {
                    dead = here;
                    begun = true;
                }
            }
        }
        return dead;
    }

    private BitSet find(byte[] first, byte[] second) {
        BitSet dead = new BitSet();
        try {
            Journal journal = new Journal(new Two(topology, Bytes.wrap(first), Bytes.wrap(second)), topology.journal());
            Optional<JournalState> state = journal.state();
            if (state.isPresent() && isDead(state.get()) && !topology.strategy().changesSides()) {
                mark(
                        dead,
                        EnvelopeStore.range(topology, state.get().runningArea().other()));
                for (ComponentPlace place : topology.components()) {
                    mark(dead, place.secondary());
                }
                topology.scratch().ifPresent(range -> mark(dead, range));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dead;
    }

    private boolean isDead(JournalState state) {
        SecondaryContent content = state.secondary();
        return state.phase() == Phase.SETTLED
                && (content == SecondaryContent.NONE || (content == SecondaryContent.STAGED && halfStagedIsDead));
    }

    private static void mark(BitSet dead, SectorRange range) {
        dead.set(range.first(), range.end());
    }

    /** The two sectors of a journal. */
    private record Two(Topology topology, Bytes first, Bytes second) implements Flash {
        @Override
        public FlashGeometry geometry() {
            return topology.geometry();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            int sector = topology.geometry().sectorAt(offsetBytes);
            int from = (int) (offsetBytes - topology.geometry().offsetOfSector(sector));
            Bytes content = sector == topology.journal().first() ? first : second;
            return content.slice(from, from + lengthBytes);
        }

        @Override
        public void program(long offsetBytes, Bytes octets) {
            throw new UnsupportedOperationException("for reading only");
        }

        @Override
        public void erase(int sector) {
            throw new UnsupportedOperationException("for reading only");
        }
    }
}
