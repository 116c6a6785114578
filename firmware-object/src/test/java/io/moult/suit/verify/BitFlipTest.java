package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.WholeEnvelope;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.EnvelopeMap;
import io.moult.suit.testing.EnvelopeMap.Region;
import io.moult.suit.testing.Vectors;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every single bit of every vector turned over, and every vector cut at every octet: refused, or the same decision and the
 * same commands. What no signature covers is listed in {@link Region}, with the reason.
 */
class BitFlipTest {
    @Test
    void vectors_withOneBitChanged_areRefusedOrMeanTheSame() {
        Map<Region, Integer> taken = new EnumMap<>(Region.class);
        int refused = 0;
        for (String name : Vectors.envelopes()) {
            Bytes original = Vectors.envelope(name);
            TrustStore trust = trustFor(original);
            Optional<Accepted> unchanged = judge(original, trust);
            assertThat(unchanged.isPresent()).as(name).isEqualTo(!name.contains("unsigned"));
            EnvelopeMap map = EnvelopeMap.of(original);
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
                taken.merge(region, 1, Integer::sum);
            }
        }
        assertThat(refused).isGreaterThan(100_000);
        assertThat(taken.keySet()).as("regions that no signature covers").containsExactly(Region.values());
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
        if (region == Region.CONTENT_OF_A_PAYLOAD) {
            before.whole().payloads().forEach((key, content) -> {
                Bytes other = after.whole().payloads().getOrDefault(key, content);
                assertThat(Digest.sha256(other).equals(Digest.sha256(content)))
                        .as(where)
                        .isEqualTo(other.equals(content));
            });
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
