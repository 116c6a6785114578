package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.WholeEnvelope;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.EnvelopeMap;
import io.moult.suit.testing.EnvelopeMap.Region;
import io.moult.suit.testing.VectorRun;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every single bit of every vector turned over, and every vector cut at every octet: refused, or the same decision and the
 * same commands. What no signature covers is listed in {@link Region}, with the reason.
 */
class BitFlipTest {
    /**
     * A line for each run of octets that no signature covers: vector, first octet, last octet, how many of its bits are taken
     * when changed, and the {@link Region} that says why. It stands in the test resources.
     */
    private static final String LIST = "octets-no-signature-covers.txt";

    @Test
    void vectors_withOneBitChanged_areRefusedOrMeanTheSame() throws IOException {
        List<String> list = new ArrayList<>();
        Set<Region> taken = EnumSet.noneOf(Region.class);
        int refused = 0;
        int payloads = 0;
        VectorRun run = new VectorRun();
        for (String name : Vectors.envelopes()) {
            Bytes original = Vectors.envelope(name);
            TrustStore trust = trustFor(original);
            Optional<Accepted> unchanged = judge(original, trust);
            assertThat(unchanged.isPresent()).as(name).isEqualTo(!name.contains("unsigned"));
            EnvelopeMap map = EnvelopeMap.of(original);
            Runs runs = new Runs(name);
            VectorRun.Outcome installed =
                    unchanged.map(accepted -> run.of(accepted.whole())).orElse(new VectorRun.Outcome(false, Map.of()));
            for (int bit = 0; bit < 8 * original.length(); bit++) {
                byte[] octets = original.toArray();
                octets[bit / 8] ^= (byte) (1 << (bit % 8));

                Optional<Accepted> changed = judge(Bytes.wrap(octets), trust);

                if (changed.isEmpty()) {
                    refused++;
                    continue;
                }
                String where = name + ", bit " + bit % 8 + " of octet " + bit / 8;
                assertThat(unchanged).as(where).isPresent();
                Region region = map.regionAt(bit / 8)
                        .orElseThrow(() -> new AssertionError(where + ": taken, and no reason known"));
                assertSameMeaning(region, unchanged.get(), changed.get(), where);
                if (region != Region.KEY_OF_A_SEVERED_MEMBER) {
                    VectorRun.Outcome outcome = run.of(changed.get().whole());
                    assertSameEffect(installed, outcome, where);
                    payloads += outcome.done() ? 0 : 1;
                }
                taken.add(region);
                runs.add(bit / 8, region);
            }
            list.addAll(runs.lines());
        }
        assertThat(refused).isGreaterThan(100_000);
        assertThat(payloads).as("payloads found out when they were stored").isGreaterThan(5_000);
        assertThat(taken).as("regions that no signature covers").containsExactly(Region.values());
        assertListed(list);
    }

    /** What was found is what is listed; of vectors that the list does not know it may say nothing. */
    private static void assertListed(List<String> found) throws IOException {
        Path fresh = Path.of("target", LIST);
        Files.createDirectories(fresh.getParent());
        Files.write(fresh, found);
        List<String> listed;
        try (InputStream in = BitFlipTest.class.getResourceAsStream(LIST)) {
            listed = new String(Objects.requireNonNull(in, LIST).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        Set<String> known = listed.stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
        assertThat(found.stream().filter(line -> known.contains(line.split(" ")[0])))
                .as("the test resource %s; what was found is in %s", LIST, fresh)
                .containsExactlyElementsOf(listed);
    }

    /** Octets one after the other that are not covered, and for one reason. */
    private static final class Runs {
        private final String name;
        private final List<String> lines = new ArrayList<>();
        private int first = -1;
        private int last = -1;
        private int bits;
        private Optional<Region> region = Optional.empty();

        Runs(String name) {
            this.name = name;
        }

        void add(int octet, Region why) {
            if (octet > last + 1 || !region.equals(Optional.of(why))) {
                end();
                first = octet;
                region = Optional.of(why);
            }
            last = octet;
            bits++;
        }

        List<String> lines() {
            end();
            return lines;
        }

        private void end() {
            region.ifPresent(why -> lines.add(String.format(
                    Locale.ROOT, "%s %d..%d %d of %d bits %s", name, first, last, bits, 8 * (last - first + 1), why)));
            region = Optional.empty();
            bits = 0;
        }
    }

    @Test
    void vectors_cutAnywhere_areRefused() {
        for (String name : Vectors.envelopes()) {
            Bytes original = Vectors.envelope(name);
            for (int length = 0; length < original.length(); length++) {
                assertThat(WholeEnvelope.read(original.slice(0, length), DecoderLimits.DEFAULT))
                        .as("%s, %d octets", name, length)
                        .isInstanceOf(WholeEnvelope.Result.Refused.class);
            }
        }
    }

    /** The key that an envelope is of: a signer's or a shared secret. */
    private static TrustStore trustFor(Bytes envelope) {
        List<TrustStore> all = List.of(
                Vectors.trust("ta-p256"),
                Vectors.trust("delegated-p256"),
                Vectors.trustIn("keys/trust_anchor_hmac256_cose_key_secret.hex"));
        return all.stream()
                .filter(trust -> judge(envelope, trust).isPresent())
                .findFirst()
                .orElse(all.get(0));
    }

    private static void assertSameMeaning(Region region, Accepted before, Accepted after, String where) {
        assertThat(after.examination().signer())
                .as(where)
                .isEqualTo(before.examination().signer());
        Manifest manifest = after.manifest();
        assertThat(manifest.common()).as(where).isEqualTo(before.manifest().common());
        for (Section section : Section.values()) {
            Optional<CommandSequence> commands = before.manifest().sequence(section);
            if (region == Region.KEY_OF_A_SEVERED_MEMBER && manifest.severed(section)) {
                continue; // as if it had been taken out: the section cannot be run at all
            }
            assertThat(manifest.sequence(section)).as(where).isEqualTo(commands);
        }
    }

    /** A payload that is another under the same name, or the same under another, ends in a refusal or changes nothing. */
    private static void assertSameEffect(VectorRun.Outcome before, VectorRun.Outcome after, String where) {
        assertThat(before.done()).as("%s: unchanged it is installed", where).isTrue();
        if (after.done()) {
            assertThat(after).as(where).isEqualTo(before);
        }
    }

    /** What was taken, by a recipient that supports everything. */
    private record Accepted(WholeEnvelope whole, Examination examination) {
        Manifest manifest() {
            return examination.manifest().orElseThrow();
        }
    }

    private static Optional<Accepted> judge(Bytes octets, TrustStore trust) {
        if (!(WholeEnvelope.read(octets, DecoderLimits.DEFAULT) instanceof WholeEnvelope.Result.Read read)) {
            return Optional.empty();
        }
        Examination examination = new ManifestVerifier(trust, DecoderLimits.DEFAULT, Capabilities.ALL)
                .examine(read.whole().envelope());
        return examination.refusal().isPresent()
                ? Optional.empty()
                : Optional.of(new Accepted(read.whole(), examination));
    }
}
