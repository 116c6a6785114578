package io.moult.boot.explore.moult;

import io.moult.boot.RunningImage;
import io.moult.boot.explore.Machine;
import io.moult.boot.explore.Sector;
import io.moult.boot.explore.Shape;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What lies in the memories in truth, without any bootloader's help: whole releases, settled. */
final class Truth {
    private final Topology topology;
    private final Catalogue catalogue;
    private final StoredEnvelopes envelopes;

    Truth(Topology topology, Catalogue catalogue, Shape shape) {
        this.topology = topology;
        this.catalogue = catalogue;
        this.envelopes = new StoredEnvelopes(topology, shape);
    }

    /** Octets that count for a release, at the beginning of a sector. */
    interface Piece {
        boolean begins(Bytes content);
    }

    private record Octets(Bytes octets) implements Piece {
        @Override
        public boolean begins(Bytes content) {
            return octets.length() <= content.length()
                    && content.slice(0, octets.length()).equals(octets);
        }
    }

    /** The release whose octets execute as this image: the one that is said, if it is that; or 0. */
    int running(Machine machine, RunningImage image) {
        int said = (int) image.sequenceNumber();
        return Stream.concat(
                        catalogue.releases().stream().filter(release -> release.number() == said),
                        catalogue.releases().stream())
                .filter(release -> executes(machine, image, release))
                .map(Catalogue.Candidate::number)
                .findFirst()
                .orElse(0);
    }

    private static boolean executes(Machine machine, RunningImage image, Catalogue.Candidate release) {
        Bytes octets = release.images().getOrDefault(image.component(), Bytes.EMPTY);
        if (image.sizeBytes() != octets.length()) {
            return false;
        }
        return image.ram()
                .map(octets::equals)
                .orElseGet(() -> lies(machine, machine.shape().flash().sectorAt(image.flashOffsetBytes()), octets));
    }

    /**
     * Whether some release of this security counter at least lies whole where the journal says that there is one, with its
     * envelope in an area; without a journal, wherever one may lie. What an exchange left behind in a slot counts for
     * nothing. Where a sector takes no write any more, only a set that needs none is asked for: a confirmed one.
     */
    boolean bootable(Machine machine, long counter, Optional<JournalState> journal) {
        boolean settled =
                journal.filter(state -> state.phase() == Phase.SETTLED).isPresent();
        if (!settled && machine.contents().hasStuck()) {
            return false;
        }
        return catalogue.releases().stream()
                .filter(release -> Long.compareUnsigned(Catalogue.COUNTERS.get(release.number()), counter) >= 0)
                .anyMatch(release -> journal.map(state -> isKept(machine, release, state))
                        .orElseGet(() -> isAnywhere(machine, release)));
    }

    private boolean isAnywhere(Machine machine, Catalogue.Candidate release) {
        boolean envelope =
                hasEnvelope(machine, EnvelopeArea.A, release) || hasEnvelope(machine, EnvelopeArea.B, release);
        return envelope
                && topology.components().stream()
                        .allMatch(place -> lies(machine, place.primary(), place, release)
                                || lies(machine, place.secondary(), place, release));
    }

    /** As the running set, or as the one beside it, each with its own envelope. */
    private boolean isKept(Machine machine, Catalogue.Candidate release, JournalState state) {
        boolean beside = state.secondary() != SecondaryContent.NONE;
        boolean runs = hasEnvelope(machine, state.runningArea(), release);
        boolean waits = beside && hasEnvelope(machine, state.runningArea().other(), release);
        for (ComponentPlace place : topology.components()) {
            boolean changesSides = topology.strategy().changesSides();
            boolean second = changesSides && (state.sides() >> topology.indexOf(place.id()) & 1) != 0;
            SectorRange other = second ? place.primary() : place.secondary();
            boolean there = lies(machine, second ? place.secondary() : place.primary(), place, release);
            boolean previous = changesSides || state.secondary() == SecondaryContent.PREVIOUS;
            int aside = previous ? other.first() : topology.geometry().sectorAt(topology.stagingOffset(place));
            runs &= there;
            waits &= there || lies(machine, aside, imageOf(release, place));
        }
        return runs || waits;
    }

    private static Bytes imageOf(Catalogue.Candidate release, ComponentPlace place) {
        return release.images().getOrDefault(place.id(), Bytes.EMPTY);
    }

    private static boolean lies(Machine machine, SectorRange slot, ComponentPlace place, Catalogue.Candidate release) {
        return lies(machine, slot.first(), imageOf(release, place));
    }

    private boolean hasEnvelope(Machine machine, EnvelopeArea area, Catalogue.Candidate release) {
        int sector = EnvelopeStore.range(topology, area).first();
        boolean whole = true;
        for (Piece part : envelopes.piecesOf(release)) {
            Sector content = machine.sector(sector++);
            whole &= content.settled() && part.begins(content.writtenBytes(0, content.lengthBytes()));
        }
        return whole;
    }

    private static boolean lies(Machine machine, int firstSector, Bytes octets) {
        int sector = firstSector;
        for (int at = 0; at < octets.length(); sector++) {
            Sector content = machine.sector(sector);
            int length = Math.min(content.lengthBytes(), octets.length() - at);
            if (content.unsettledWithin(0, length)
                    || !content.writtenBytes(0, length).equals(octets.slice(at, at + length))) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** All candidates' images and stored envelopes, cut as the sectors of their places cut them. */
    List<Piece> pieces() {
        Set<Piece> pieces = new LinkedHashSet<>();
        for (Catalogue.Candidate candidate : catalogue.all()) {
            candidate.images().forEach((component, image) -> {
                ComponentPlace place = topology.components().get(topology.indexOf(component));
                for (SectorRange slot : List.of(place.primary(), place.secondary())) {
                    int sectorBytes = topology.geometry().sectorBytes(slot.first());
                    for (int at = 0; at < image.length(); at += sectorBytes) {
                        pieces.add(new Octets(image.slice(at, Math.min(at + sectorBytes, image.length()))));
                    }
                }
            });
            pieces.addAll(envelopes.piecesOf(candidate));
        }
        return List.copyOf(pieces);
    }
}
