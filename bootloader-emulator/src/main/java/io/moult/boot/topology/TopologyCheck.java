package io.moult.boot.topology;

import io.moult.boot.flash.FlashGeometry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a topology can be: nothing overlaps, blocks end where sectors do, and nobody may write what is executed. */
record TopologyCheck(
        FlashGeometry geometry,
        Strategy strategy,
        SectorRange journal,
        List<SectorRange> envelopes,
        Optional<SectorRange> goldenEnvelope,
        Optional<SectorRange> firstStage,
        Optional<SectorRange> scratch,
        List<ComponentPlace> components,
        List<MasterAccess> masters,
        Set<String> encryptedParts) {
    static final int ENVELOPE_HEAD_BYTES = 32;
    static final int LEAST_JOURNAL_SECTOR_BYTES = 256;

    void check() {
        require(
                !components.isEmpty() && components.size() <= Topology.COMPONENT_LIMIT,
                components.size() + " components");
        require(
                components.stream().map(ComponentPlace::id).distinct().count() == components.size(),
                "a component twice");
        require(components.stream().filter(ComponentPlace::secondStage).count() <= 1, "two second stages");
        checkPlaces();
        checkJournal();
        envelopes.forEach(area -> require(
                Topology.bytesOf(geometry, area) > ENVELOPE_HEAD_BYTES,
                "an envelope area of " + area + " is too small"));
        boolean golden = components.stream().anyMatch(place -> place.golden().isPresent());
        require(golden == goldenEnvelope.isPresent(), "golden images and a golden envelope go together");
        require(scratch.isPresent() == (strategy == Strategy.SCRATCH), "a scratch area goes with scratch swaps only");
        components.forEach(this::checkSlots);
        checkMasters();
    }

    private void checkPlaces() {
        List<SectorRange> taken = new ArrayList<>();
        places().forEach((what, range) -> {
            require(range.end() <= geometry.sectorCount(), what + " " + range + " is beyond the flash");
            require(taken.stream().noneMatch(range::overlaps), what + " " + range + " overlaps something");
            boolean encrypted =
                    encryptedParts.contains(geometry.regionOf(range.first()).part());
            require(
                    !encrypted || (what.startsWith("secondary") && !strategy.changesSides()),
                    what + " " + range + " cannot be where only ciphertext is kept");
            taken.add(range);
        });
    }

    private Map<String, SectorRange> places() {
        Map<String, SectorRange> places = new LinkedHashMap<>();
        places.put("journal", journal);
        places.put("envelope area A", envelopes.get(0));
        places.put("envelope area B", envelopes.get(1));
        goldenEnvelope.ifPresent(range -> places.put("golden envelope", range));
        firstStage.ifPresent(range -> places.put("first stage", range));
        scratch.ifPresent(range -> places.put("scratch", range));
        for (ComponentPlace place : components) {
            places.put("primary of " + place.id(), place.primary());
            places.put("secondary of " + place.id(), place.secondary());
            place.golden().ifPresent(range -> places.put("golden image of " + place.id(), range));
        }
        return places;
    }

    private void checkJournal() {
        require(journal.count() == 2 || journal.count() == 3, "a journal of " + journal.count() + " sectors");
        int sectorBytes = geometry.sectorBytes(journal.first());
        require(
                sectorBytes >= LEAST_JOURNAL_SECTOR_BYTES
                        && Topology.bytesOf(geometry, journal) == (long) sectorBytes * journal.count()
                        && sectorBytes == geometry.sectorBytes(journal.end() - 1),
                "sectors of " + sectorBytes + " B are too small for a journal, or unequal");
    }

    private void checkSlots(ComponentPlace place) {
        checkBlocks(place, place.primary(), place.blocks() + strategy.primarySpareBlocks());
        checkBlocks(place, place.secondary(), place.blocks() + strategy.secondarySpareBlocks());
        scratch.ifPresent(range -> checkBlocks(place, range, 1));
        place.golden()
                .ifPresent(range -> require(
                        Topology.bytesOf(geometry, range) >= place.slotBytes(), "golden image of " + place.id()));
        require(
                masters.stream().anyMatch(master -> master.master().equals(place.master())),
                place.id() + " belongs to nobody: " + place.master());
    }

    private void checkBlocks(ComponentPlace place, SectorRange slot, int blocks) {
        long end = (long) blocks * place.blockBytes();
        require(Topology.bytesOf(geometry, slot) >= end, slot + " is too short for " + place.id());
        require(
                Blocks.fit(geometry, slot, place.blockBytes(), end),
                "blocks of " + place.blockBytes() + " B in " + slot);
    }

    private void checkMasters() {
        require(masters.stream().map(MasterAccess::master).distinct().count() == masters.size(), "a master twice");
        for (MasterAccess master : masters) {
            for (SectorRange writable : master.writable()) {
                boolean fixed = goldenEnvelope.filter(writable::overlaps).isPresent()
                        || firstStage.filter(writable::overlaps).isPresent()
                        || components.stream().anyMatch(place -> isFixed(place, writable));
                require(!fixed, master.master() + " may write " + writable + ", which is executed");
            }
        }
    }

    private boolean isFixed(ComponentPlace place, SectorRange writable) {
        boolean executed = !strategy.changesSides() && place.primary().overlaps(writable);
        return executed || place.golden().filter(writable::overlaps).isPresent();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("no topology: " + what);
        }
    }
}
