package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.testing.ManifestGenerator;
import io.moult.suit.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Encoding and decoding undo one another. What is encoded again comes from the model alone: none of the octets received are
 * at hand. Replay: the seed is in the failure's message.
 */
class RoundTripTest {
    private static final long SEED = 20261120L;
    private static final int CASES = 2000;

    @Test
    void manifests_generated_areDecodedAsTheyWere() {
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Manifest manifest = new ManifestGenerator(seed).manifest();

            Manifest decoded = decode(envelope(manifest), seed);

            assertThat(decoded).as("seed %d", seed).isEqualTo(manifest);
            assertThat(ManifestEncoder.encode(decoded)).as("seed %d", seed).isEqualTo(ManifestEncoder.encode(manifest));
            assertThat(ManifestEncoder.severed(decoded))
                    .as("seed %d", seed)
                    .isEqualTo(ManifestEncoder.severed(manifest));
        }
    }

    @Test
    void manifests_generatedAndShuffled_areDecodedTheSame() throws CborException {
        for (long seed = SEED; seed < SEED + CASES / 10; seed++) {
            Manifest manifest = new ManifestGenerator(seed).manifest();
            Bytes backwards = backwards(ManifestEncoder.encode(manifest));

            Manifest decoded = decode(envelope(backwards, ManifestEncoder.severed(manifest)), seed);

            assertThat(ManifestEncoder.encode(decoded)).as("seed %d", seed).isEqualTo(ManifestEncoder.encode(manifest));
        }
    }

    @Test
    void manifest_withItsSeveredPartsGone_isDecodedWithoutThem() {
        int severed = 0;
        for (long seed = SEED; seed < SEED + CASES / 10; seed++) {
            Manifest manifest = new ManifestGenerator(seed).manifest();

            Manifest decoded = decode(envelope(ManifestEncoder.encode(manifest), new TreeMap<>()), seed);

            severed += ManifestEncoder.severed(manifest).size();
            assertThat(ManifestEncoder.encode(decoded)).as("seed %d", seed).isEqualTo(ManifestEncoder.encode(manifest));
            assertThat(ManifestEncoder.severed(decoded)).as("seed %d", seed).isEmpty();
        }
        assertThat(severed).isGreaterThan(CASES / 10);
    }

    @Test
    void vectors_encodedAgain_areTheOctetsReceivedOrTheirSortedForm() {
        List<String> otherwise = new ArrayList<>();
        for (String name : Vectors.envelopes()) {
            Bytes octets = Vectors.envelope(name);
            WholeEnvelope whole = whole(octets, name);
            Manifest manifest = decode(octets, name);

            Bytes again = encodeAgain(whole, manifest);

            if (!again.equals(tagged(octets))) {
                otherwise.add(name);
            }
            assertThat(decode(again, name)).as(name).isEqualTo(manifest);
            assertThat(encodeAgain(whole(again, name), manifest)).as(name).isEqualTo(again);
        }
        assertThat(otherwise)
                .as("envelopes whose maps are not sorted, or whose severed members come in another order")
                .isEqualTo(NOT_CANONICAL);
    }

    private static final List<String> NOT_CANONICAL = List.of();

    /** From the model: digest, blocks, manifest, severed members and payloads, and no octet of the envelope's own. */
    private static Bytes encodeAgain(WholeEnvelope whole, Manifest manifest) {
        Authentication authentication = whole.envelope().authentication();
        return EnvelopeEncoder.encode(
                new EnvelopeEncoder.Parts(
                        ManifestEncoder.encode(manifest),
                        authentication.digest(),
                        authentication.blocks(),
                        ManifestEncoder.severed(manifest)),
                whole.payloads());
    }

    private static Bytes tagged(Bytes envelope) {
        return (envelope.at(0) & 0xe0) == 0xc0
                ? envelope
                : new CborWriter().tag(Envelope.TAG).raw(envelope).toBytes();
    }

    private static Bytes backwards(Bytes manifest) throws CborException {
        List<CborItem.Pair> members = CborReader.readDocument(manifest, DecoderLimits.DEFAULT)
                .map("manifest")
                .pairs();
        CborWriter writer = new CborWriter().map(members.size());
        for (int i = members.size() - 1; i >= 0; i--) {
            writer.item(members.get(i).key()).item(members.get(i).value());
        }
        return writer.toBytes();
    }

    private Bytes envelope(Manifest manifest) {
        return envelope(ManifestEncoder.encode(manifest), ManifestEncoder.severed(manifest));
    }

    private static Bytes envelope(Bytes manifest, SortedMap<Integer, Bytes> severed) {
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        return EnvelopeEncoder.encode(new EnvelopeEncoder.Parts(manifest, digest, List.of(), severed), Map.of());
    }

    private static WholeEnvelope whole(Bytes octets, Object which) {
        WholeEnvelope.Result result = WholeEnvelope.read(octets, DecoderLimits.DEFAULT);
        assertThat(result).as("%s", which).isInstanceOf(WholeEnvelope.Result.Read.class);
        return ((WholeEnvelope.Result.Read) result).whole();
    }

    private static Manifest decode(Bytes octets, Object which) {
        return new ManifestDecoder(DecoderLimits.DEFAULT)
                .decode(whole(octets, which).envelope())
                .fold(manifest -> manifest, refusal -> {
                    throw new AssertionError(which + ": " + refusal);
                });
    }
}
