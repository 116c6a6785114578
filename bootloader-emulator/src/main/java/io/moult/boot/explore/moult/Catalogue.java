package io.moult.boot.explore.moult;

import io.moult.boot.otp.Provisioning;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Releases of one author, really signed, and two candidates that are none. Made anew for each exploration. The images fill
 * their slots or nearly so; release 3 differs from release 2 in its first component alone.
 */
final class Catalogue {
    /** Signed for another image than the one that comes with it, and that one is nowhere. */
    static final int DAMAGED = 4;
    /** Signed by an author whom the device does not know. */
    static final int FOREIGN = 5;

    /** The security counters by number of release; none has the number 0. */
    static final List<Long> COUNTERS = List.of(0L, 0L, 7L, 7L, 7L, 7L);

    private static final int RELEASES = 3;
    private static final int ENVELOPE_HEAD_BYTES = 32;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);

    private final Provisioning owner;
    private final List<Candidate> candidates;

    /** An envelope without payloads, and the images that come with it. */
    record Candidate(int number, Bytes envelope, Map<ComponentId, Bytes> images) {}

    private Catalogue(Provisioning owner, List<Candidate> candidates) {
        this.owner = owner;
        this.candidates = candidates;
    }

    static Catalogue make(Topology topology) throws IOException {
        Path dir = Files.createTempDirectory("moult-explore");
        try {
            KeySetMaker maker = new KeySetMaker(CLOCK, new SecureRandom());
            KeySet keys = maker.make(dir.resolve("author"), "example.com", "sensor");
            KeySet others = maker.make(dir.resolve("other"), "example.org", "sensor");
            SetAuthor author = new SetAuthor(keys.vendorId(), keys.classId(), keys.signer());
            SetAuthor foreign = new SetAuthor(keys.vendorId(), keys.classId(), others.signer());
            Map<ComponentId, Bytes> second = images(topology, 2);
            Map<ComponentId, Bytes> fourth = images(topology, DAMAGED);
            List<Candidate> all = List.of(
                    author.candidate(1, images(topology, 1)),
                    author.candidate(2, second),
                    author.candidate(3, differingInTheFirst(topology, second)),
                    new Candidate(DAMAGED, author.candidate(DAMAGED, fourth).envelope(), damaged(fourth)),
                    foreign.candidate(FOREIGN, second));
            Provisioning owner = new Provisioning(keys.vendorId(), keys.classId(), List.of(keys.certificateDer()));
            return new Catalogue(owner, all);
        } finally {
            delete(dir);
        }
    }

    private static Map<ComponentId, Bytes> images(Topology topology, int number) {
        Map<ComponentId, Bytes> images = new LinkedHashMap<>();
        int component = 0;
        for (ComponentPlace place : topology.components()) {
            long less = number == 1 ? 0 : place.blockBytes() / 3;
            images.put(place.id(), image(place.slotBytes() - less, 100 * number + component++));
        }
        return images;
    }

    private static Map<ComponentId, Bytes> differingInTheFirst(Topology topology, Map<ComponentId, Bytes> from) {
        Map<ComponentId, Bytes> images = new LinkedHashMap<>(from);
        ComponentPlace first = topology.components().get(0);
        images.put(first.id(), image(Math.max(1, first.slotBytes() - first.blockBytes()), 300));
        return images;
    }

    /** Octets without a pattern, the same each time. */
    private static Bytes image(long lengthBytes, long seed) {
        byte[] octets = new byte[Math.toIntExact(lengthBytes)];
        new SplittableRandom(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** One bit of the last image is another. */
    private static Map<ComponentId, Bytes> damaged(Map<ComponentId, Bytes> whole) {
        Map<ComponentId, Bytes> images = new LinkedHashMap<>(whole);
        ComponentId last = List.copyOf(whole.keySet()).get(whole.size() - 1);
        byte[] octets = whole.getOrDefault(last, Bytes.EMPTY).toArray();
        octets[octets.length / 2] ^= 0x10;
        images.put(last, Bytes.wrap(octets));
        return images;
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    Provisioning owner() {
        return owner;
    }

    Candidate candidate(int number) {
        return candidates.get(number - 1);
    }

    List<Candidate> all() {
        return candidates;
    }

    /** What each of these candidates takes up at least. */
    Dead.Staged smallest(Topology topology, List<Integer> numbers) {
        int envelopeBytes = numbers.stream()
                .mapToInt(number -> candidate(number).envelope().length())
                .min()
                .orElseThrow();
        int sectorBytes = topology.geometry().sectorBytes(topology.envelopeA().first());
        return new Dead.Staged(
                (ENVELOPE_HEAD_BYTES + envelopeBytes + sectorBytes - 1) / sectorBytes,
                topology.components().stream()
                        .map(place -> numbers.stream()
                                .mapToInt(number -> place.blocksOf(candidate(number)
                                        .images()
                                        .getOrDefault(place.id(), Bytes.EMPTY)
                                        .length()))
                                .min()
                                .orElseThrow())
                        .toList());
    }

    /** Those that may run. */
    List<Candidate> releases() {
        return candidates.subList(0, RELEASES);
    }
}
