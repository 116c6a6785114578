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
import io.moult.suit.testing.OctetRuns;
import io.moult.suit.testing.VectorRun;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every single bit of every vector turned over, and every vector cut at every octet: refused, or the same decision and the
 * same commands. What no signature covers is listed in {@link Region}, with the reason.
 */
class BitFlipTest {
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
            OctetRuns runs = new OctetRuns(name);
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
                runs.add(bit / 8, region.name());
            }
            list.addAll(runs.lines());
        }
        assertThat(refused).isGreaterThan(100_000);
        assertThat(payloads).as("payloads found out when they were stored").isGreaterThan(5_000);
        assertThat(taken).as("regions that no signature covers").containsExactly(Region.values());
        Set<String> known = OctetRuns.names(BitFlipTest.class);
        OctetRuns.assertListed(
                BitFlipTest.class,
                known,
                list.stream().filter(line -> known.contains(line.split(" ")[0])).toList());
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
