package io.moult.boot.explore.moult;

import io.moult.boot.RunningImage;
import io.moult.boot.explore.Machine;
import io.moult.boot.explore.Sector;
import io.moult.boot.explore.Shape;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Whether some release of this security counter at least lies whole, in slots, with its envelope in an area. */
    boolean bootable(Machine machine, long counter) {
        for (Catalogue.Candidate release : catalogue.releases()) {
            boolean recent = Long.compareUnsigned(Catalogue.COUNTERS.get(release.number()), counter) >= 0;
            boolean whole = topology.components().stream()
                    .allMatch(place ->
                            liesSomewhere(machine, place, release.images().getOrDefault(place.id(), Bytes.EMPTY)));
            if (recent && whole && hasEnvelope(machine, release)) {
                return true;
            }
        }
        return false;
    }

    private boolean liesSomewhere(Machine machine, ComponentPlace place, Bytes image) {
        return lies(machine, place.primary().first(), image)
                || lies(machine, place.secondary().first(), image)
                || lies(machine, topology.geometry().sectorAt(topology.stagingOffset(place)), image);
    }

    private boolean hasEnvelope(Machine machine, Catalogue.Candidate release) {
        for (EnvelopeArea area : EnvelopeArea.values()) {
            int sector = EnvelopeStore.range(topology, area).first();
            boolean whole = true;
            for (Piece part : envelopes.piecesOf(release)) {
                Sector content = machine.sector(sector++);
                whole &= content.settled() && part.begins(content.writtenBytes(0, content.lengthBytes()));
            }
            if (whole) {
                return true;
            }
        }
        return false;
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
