package io.moult.boot.explore.moult;

import io.moult.boot.explore.Fingerprint;
import io.moult.boot.explore.Sector;
import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.swap.SwapPlan;
import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlans;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sectors that nobody reads before they are erased: of the places of a candidate, of its envelope and of scratch, those
 * that hold nothing which the journal, in every reading of it, says will be wanted: no candidate, nothing to go back to,
 * no source of a step that is still to be done. Where the journal itself may be lost this does not hold, for then
 * everything is looked at; such explorations do without.
 */
final class Dead {
    private static final int READINGS_LIMIT = 20_000;

    private final Topology topology;
    private final boolean halfStagedIsDead;
    private final Staged staged;
    private final Map<Fingerprint, BitSet> known = new ConcurrentHashMap<>();

    /**
     * @param halfStagedIsDead whether applications begin anew rather than go on with what is staged
     * @param staged what every candidate has erased for itself
     */
    Dead(Topology topology, boolean halfStagedIsDead, Staged staged) {
        this.topology = topology;
        this.halfStagedIsDead = halfStagedIsDead;
        this.staged = staged;
    }

    /** How much of an envelope area, and how many blocks of each slot, every candidate takes up. */
    record Staged(int envelopeSectors, List<Integer> blocks) {
        Staged {
            blocks = List.copyOf(blocks);
        }
    }

    /** Of the state whose journal has this fingerprint and these sectors. */
    BitSet of(Fingerprint journal, List<Sector> sectors) {
        BitSet found = known.get(journal);
        if (found == null) {
            found = new BitSet();
            found.set(0, topology.geometry().sectorCount());
            find(sectors, new ArrayList<>(), found);
            known.put(journal, found);
        }
        return found;
    }

    /** Leaves what is dead in every reading of all sectors. */
    private void find(List<Sector> sectors, List<Bytes> read, BitSet dead) {
        if (read.size() == sectors.size()) {
            dead.and(find(read));
            return;
        }
        for (byte[] octets : sectors.get(read.size()).allReadings(true, READINGS_LIMIT)) {
            read.add(Bytes.wrap(octets));
            find(sectors, read, dead);
            read.remove(read.size() - 1);
        }
    }

    private BitSet find(List<Bytes> read) {
        try {
            Journal journal = new Journal(new Copy(topology, List.copyOf(read)), topology.journal());
            return journal.state().map(this::dead).orElseGet(BitSet::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BitSet dead(JournalState state) {
        BitSet dead = aside(state);
        switch (state.phase()) {
            case SETTLED, TRIAL -> dead.andNot(kept(state, state.secondary()));
            case INSTALLING ->
                dead.andNot(toBeMoved(
                        state, Direction.INSTALL, state.wayBack() ? SecondaryContent.PREVIOUS : SecondaryContent.NONE));
            case REVERTING -> dead.andNot(toBeMoved(state, Direction.REVERT, SecondaryContent.NONE));
            case GIVEN_UP -> dead.clear();
        }
        return dead;
    }

    /** What does not belong to the running set, as far as each candidate will have it erased for itself. */
    private BitSet aside(JournalState state) {
        BitSet aside = new BitSet();
        SectorRange area = EnvelopeStore.range(topology, state.runningArea().other());
        aside.set(area.first(), Math.min(area.end(), area.first() + staged.envelopeSectors()));
        for (int component = 0; component < topology.components().size(); component++) {
            blocks(
                    aside,
                    component,
                    state.sides(),
                    0,
                    stagingBlock(component) + staged.blocks().get(component));
        }
        topology.scratch().ifPresent(range -> mark(aside, range));
        return aside;
    }

    /** Where what is beside the running set lies. */
    private BitSet kept(JournalState state, SecondaryContent content) {
        boolean nothing = content == SecondaryContent.NONE || (content == SecondaryContent.STAGED && halfStagedIsDead);
        if (nothing) {
            return new BitSet();
        }
        BitSet kept = envelope(state);
        for (int component : state.changes().components()) {
            int from = content == SecondaryContent.PREVIOUS ? 0 : stagingBlock(component);
            blocks(kept, component, state.sides(), from, from + state.changes().of(component));
        }
        return kept;
    }

    /** What the rest of an exchange reads before it writes it, and what it leaves to be kept. */
    private BitSet toBeMoved(JournalState state, Direction direction, SecondaryContent left) {
        if (topology.strategy().changesSides()) {
            return kept(state, SecondaryContent.PREVIOUS);
        }
        BitSet needed = envelope(state);
        BitSet written = new BitSet();
        List<SwapPlan.Step> steps = SwapPlans.proven(topology, direction, state.changes())
                .map(SwapPlan::steps)
                .orElseThrow();
        for (SwapPlan.Step step : steps.subList(state.stepsDone(), steps.size())) {
            BitSet read = new BitSet();
            mark(read, step.from());
            read.andNot(written);
            needed.or(read);
            mark(written, step.to());
        }
        BitSet kept = kept(state, left);
        kept.andNot(written);
        needed.or(kept);
        return needed;
    }

    private BitSet envelope(JournalState state) {
        BitSet area = new BitSet();
        mark(area, EnvelopeStore.range(topology, state.runningArea().other()));
        return area;
    }

    /** Blocks of the place of a component that does not run. */
    private void blocks(BitSet into, int component, int sides, int from, int to) {
        ComponentPlace place = topology.components().get(component);
        boolean second = topology.strategy().changesSides() && (sides >> component & 1) != 0;
        for (int block = from; block < to; block++) {
            mark(into, topology.block(second ? place.primary() : place.secondary(), place.blockBytes(), block));
        }
    }

    private int stagingBlock(int component) {
        ComponentPlace place = topology.components().get(component);
        return (int) ((topology.stagingOffset(place) - topology.offsetOf(place.secondary())) / place.blockBytes());
    }

    private static void mark(BitSet dead, SectorRange range) {
        dead.set(range.first(), range.end());
    }

    /** The sectors of a journal. */
    private record Copy(Topology topology, List<Bytes> sectors) implements Flash {
        @Override
        public FlashGeometry geometry() {
            return topology.geometry();
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) {
            int sector = topology.geometry().sectorAt(offsetBytes);
            int from = (int) (offsetBytes - topology.geometry().offsetOfSector(sector));
            return sectors.get(sector - topology.journal().first()).slice(from, from + lengthBytes);
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
