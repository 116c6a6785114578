package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** R110: what is needed to decide is there before the payload. R137: a payload embedded in the envelope. */
class EnvelopeReaderTest {
    private static final TestAuthor AUTHOR = new TestAuthor();
    private static final Bytes HEAD =
            AUTHOR.envelope(new ManifestSketch().build(), "#image", ManifestSketch.IMAGE.length());
    private static final Bytes WITH_PAYLOAD = concat(HEAD, ManifestSketch.IMAGE);
    private static final Bytes WITHOUT_PAYLOAD = AUTHOR.envelope(new ManifestSketch().build());

    private static final long SEED = 20261120;

    private final EnvelopeReader reader = new EnvelopeReader(DecoderLimits.DEFAULT);

    @Test
    void envelope_fedOctetByOctet_isCompleteExactlyWhenItsHeadIsThere() {
        for (int length = 0; length <= WITH_PAYLOAD.length(); length++) {
            HeadResult result = reader.readHead(WITH_PAYLOAD.slice(0, length));

            if (length < HEAD.length()) {
                assertThat(result).as("%d octets", length).isInstanceOf(HeadResult.NeedMore.class);
                int needed = ((HeadResult.NeedMore) result).atLeastBytes();
                assertThat(needed).isGreaterThan(length).isLessThanOrEqualTo(HEAD.length());
            } else {
                HeadResult.Complete complete = (HeadResult.Complete) result;
                assertThat(complete.headLengthBytes()).isEqualTo(HEAD.length());
                assertThat(complete.envelopeLengthBytes()).isEqualTo(WITH_PAYLOAD.length());
                assertThat(complete.payload())
                        .contains(new IntegratedPayload("#image", HEAD.length(), ManifestSketch.IMAGE.length()));
            }
        }
    }

    @Test
    void envelope_fedAsItAsksForMore_getsThereInFewSteps() {
        int length = 0;
        int steps = 0;
        while (reader.readHead(WITH_PAYLOAD.slice(0, length)) instanceof HeadResult.NeedMore more) {
            length = more.atLeastBytes();
            steps++;
        }

        assertThat(length).isEqualTo(HEAD.length());
        assertThat(steps).isLessThan(16);
    }

    @Test
    void vectors_cutAtEveryOffset_areNeverCompleteAndNeverThrow() {
        for (String name : Vectors.list("manifest-spec-v37", ".suit")) {
            Bytes whole = Vectors.envelope(name);
            for (int length = 0; length < whole.length(); length++) {
                assertThat(reader.readHead(whole.slice(0, length)))
                        .as("%s cut at %d", name, length)
                        .isInstanceOf(HeadResult.NeedMore.class);
            }
            assertThat(reader.readHead(whole)).as(name).isInstanceOf(HeadResult.Complete.class);
        }
    }

    @Test
    void envelope_mutated_isRefusedAtTheSameOctetHoweverItIsCut() {
        Random random = new Random(SEED);
        int refusals = 0;
        for (int i = 0; i < 600; i++) {
            byte[] octets = WITH_PAYLOAD.toArray();
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            Bytes mutated = Bytes.wrap(octets);
            HeadResult whole = reader.readHead(mutated);
            refusals += whole instanceof HeadResult.Refused ? 1 : 0;

            for (int length = 0; length < mutated.length(); length++) {
                HeadResult part = reader.readHead(mutated.slice(0, length));
                if (part instanceof HeadResult.Refused) {
                    assertThat(whole)
                            .as("seed %d case %d cut at %d", SEED, i, length)
                            .isEqualTo(part);
                }
            }
        }
        assertThat(refusals).isGreaterThan(20);
    }

    @Test
    void envelope_untagged_isTaken() {
        Bytes untagged = WITHOUT_PAYLOAD.slice(2, WITHOUT_PAYLOAD.length());

        Envelope envelope = Heads.envelope(untagged);

        assertThat(envelope.manifest().content())
                .isEqualTo(Heads.envelope(WITHOUT_PAYLOAD).manifest().content());
        assertThat(envelope.stripped()).isEqualTo(WITHOUT_PAYLOAD);
    }

    @Test
    void envelope_stripped_keepsItsEntriesAndLosesItsPayload() {
        Envelope envelope = Heads.envelope(WITH_PAYLOAD);

        Envelope stripped = Heads.envelope(envelope.stripped());

        assertThat(stripped.payloadKey()).isEmpty();
        assertThat(stripped.entries()).isEqualTo(envelope.entries());
        assertThat(stripped.stripped()).isEqualTo(envelope.stripped());
    }

    @Test
    void body_thatIsNoEnvelope_isForeign() {
        List<Bytes> foreign = List.of(
                Bytes.wrap("just a text".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Bytes.ofHex("00000020e1010000"), // the vector table of a raw image
                Bytes.ofHex("7f454c4601010100"), // ELF
                Bytes.ofHex("d90432a0"), // a manifest without envelope: tag 1074
                Bytes.ofHex("d86b80"), // a tagged array
                Bytes.ofHex("d86b01"));

        for (Bytes octets : foreign) {
            assertThat(Heads.refusal(octets).reason()).as(octets.hex()).isEqualTo(RefusalReason.UNSUPPORTED_FORMAT);
        }
    }

    @Test
    void envelope_withOctetsAfterItsEnd_isRefused() {
        assertThat(Heads.refusal(concat(WITHOUT_PAYLOAD, Bytes.ofHex("00"))).detail())
                .contains("octets after the envelope");
        assertThat(Heads.refusal(concat(WITH_PAYLOAD, Bytes.ofHex("00"))).detail())
                .contains("octets after the envelope");
    }

    @Test
    void payload_beforeTheManifest_isRefused() {
        Bytes octets = new CborWriter()
                .tag(107)
                .map(3)
                .unsigned(2)
                .bytes(authentication())
                .text("#image")
                .bytes(ManifestSketch.IMAGE)
                .toBytes();

        assertThat(Heads.refusal(octets).reason()).isEqualTo(RefusalReason.MALFORMED);
        assertThat(Heads.refusal(octets).detail()).contains("a payload before authentication and manifest");
    }

    @Test
    void payloads_several_areCountedWhenTheFirstShows() {
        Bytes start = new CborWriter()
                .tag(107)
                .map(5)
                .raw(entries())
                .text("#one")
                .bytesHeader(1_000_000)
                .toBytes();

        HeadResult.Complete head = (HeadResult.Complete) Heads.read(start);

        assertThat(head.envelope().payloadCount()).isEqualTo(3);
        assertThat(head.payload()).contains(new IntegratedPayload("#one", start.length(), 1_000_000));
        assertThat(head.envelopeLengthBytes()).isEqualTo(HeadResult.Complete.UNKNOWN_LENGTH);
    }

    @Test
    void payload_ofImpossibleLength_isRefused() {
        Bytes start = new CborWriter()
                .tag(107)
                .map(3)
                .raw(entries())
                .text("#image")
                .bytesHeader(-1)
                .toBytes();

        assertThat(Heads.refusal(start).detail()).contains("impossible length");
    }

    @Test
    void manifest_beforeItsAuthentication_isRefused() {
        Bytes octets = new CborWriter()
                .tag(107)
                .map(2)
                .unsigned(3)
                .bytes(Bytes.ofHex("a0"))
                .unsigned(2)
                .bytes(authentication())
                .toBytes();

        assertThat(Heads.refusal(octets).detail()).contains("no authentication wrapper before the manifest");
    }

    @Test
    void envelope_withoutAPart_isRefused() {
        Bytes withoutManifest = new CborWriter()
                .tag(107)
                .map(1)
                .unsigned(2)
                .bytes(authentication())
                .toBytes();
        Bytes withNothing = new CborWriter().tag(107).map(0).toBytes();

        assertThat(Heads.refusal(withoutManifest).detail()).contains("no manifest");
        assertThat(Heads.refusal(withNothing).detail()).contains("no authentication wrapper");
    }

    @Test
    void envelope_withAKeyGivenTwice_isRefused() {
        Bytes octets = new CborWriter()
                .tag(107)
                .map(3)
                .raw(entries())
                .unsigned(3)
                .bytes(Bytes.ofHex("a0"))
                .toBytes();

        assertThat(Heads.refusal(octets).detail()).contains("key 3 given twice");
    }

    @Test
    void envelope_withUnknownIntegerKeys_ignoresThemWithANote() {
        Bytes octets = new CborWriter()
                .tag(107)
                .map(5)
                .unsigned(1)
                .bytes(Bytes.ofHex("80"))
                .raw(entries())
                .unsigned(99)
                .bytes(Bytes.EMPTY)
                .integer(-7)
                .bytes(Bytes.EMPTY)
                .toBytes();

        assertThat(Heads.envelope(octets).notes())
                .containsExactly(
                        "delegation (1) is not supported: ignored",
                        "envelope entry 99 is unknown: ignored",
                        "envelope entry -7 is unknown: ignored");
    }

    /** $$SUIT_Envelope_Extensions may be of any type; what is ours is a byte string. */
    @Test
    void envelope_withUnknownEntriesOfAnyType_ignoresThemWithANote() {
        List<String> others = List.of("184da10203", "184d6474657874", "184df6", "184d820102", "184d02");
        for (String entry : others) {
            Bytes octets = new CborWriter()
                    .tag(107)
                    .map(3)
                    .raw(Bytes.ofHex(entry))
                    .raw(entries())
                    .toBytes();

            assertThat(Heads.envelope(octets).notes()).containsExactly("envelope entry 77 is unknown: ignored");
            assertThat(Heads.envelope(Heads.envelope(octets).stripped()).notes())
                    .hasSize(1);
        }
        Bytes beyond = new CborWriter()
                .map(4)
                .raw(Bytes.ofHex("1b8000000000000000" + "f5"))
                .raw(entries())
                .raw(Bytes.ofHex("3b8000000000000000" + "40"))
                .toBytes();
        assertThat(Heads.envelope(beyond).notes())
                .containsExactly(
                        "envelope entry beyond 63 bits is unknown: ignored",
                        "envelope entry beyond 63 bits is unknown: ignored");
    }

    @Test
    void envelope_withAValueThatIsNotWrapped_isRefused() {
        Bytes octets = new CborWriter().tag(107).map(2).unsigned(2).array(0).toBytes();

        assertThat(Heads.refusal(octets).detail()).contains("not a byte string");
    }

    @Test
    void authentication_thatIsNone_isRefused() {
        List<String> wrappers = List.of(
                "80", // no digest
                "8101", // a digest that is not wrapped
                "814101", // wrapped, but no array
                "81438120f6", // one part
                "8144822f4100", // SHA-256 of one octet
                "82582482 2f5820" + "00".repeat(32) + "a0", // a block that is not wrapped
                "8158248 22f5820" + "00".repeat(31), // cut short
                "8158 25822f5820" + "00".repeat(32) + "00"); // an octet too many inside

        for (String wrapper : wrappers) {
            Bytes octets = new CborWriter()
                    .tag(107)
                    .map(2)
                    .unsigned(2)
                    .bytes(Bytes.ofHex(wrapper.replace(" ", "")))
                    .toBytes();
            assertThat(Heads.refusal(octets).reason()).as(wrapper).isEqualTo(RefusalReason.MALFORMED);
        }
    }

    @Test
    void head_largerThanTheLimit_isRefusedFromItsFirstOctets() {
        Bytes start = new CborWriter()
                .tag(107)
                .map(3)
                .raw(entries())
                .unsigned(23)
                .bytesHeader(64 * 1024)
                .toBytes();

        assertThat(Heads.refusal(start).reason()).isEqualTo(RefusalReason.ENVELOPE_TOO_LARGE);
        Bytes whole = concat(start, Bytes.wrap(new byte[64 * 1024]));
        assertThat(Heads.refusal(whole)).isEqualTo(Heads.refusal(start));
    }

    @Test
    void head_exactlyAtTheLimit_isTaken() {
        EnvelopeReader tight = new EnvelopeReader(DecoderLimits.DEFAULT.with(Limit.HEAD_BYTES, HEAD.length()));
        EnvelopeReader tooTight = new EnvelopeReader(DecoderLimits.DEFAULT.with(Limit.HEAD_BYTES, HEAD.length() - 1));

        assertThat(tight.readHead(WITH_PAYLOAD)).isInstanceOf(HeadResult.Complete.class);
        assertThat(tooTight.readHead(WITH_PAYLOAD)).isInstanceOf(HeadResult.Refused.class);
    }

    private static Bytes entries() {
        return new CborWriter()
                .unsigned(2)
                .bytes(authentication())
                .unsigned(3)
                .bytes(ManifestEncoder.encode(new ManifestSketch().build()))
                .toBytes();
    }

    private static Bytes authentication() {
        Digest digest = EnvelopeEncoder.digestOf(ManifestEncoder.encode(new ManifestSketch().build()));
        return Heads.envelope(EnvelopeEncoder.head(Bytes.ofHex("a0"), digest, List.of(), Optional.empty()))
                .find(2)
                .orElseThrow()
                .content();
    }

    private static Bytes concat(Bytes first, Bytes second) {
        byte[] both = new byte[first.length() + second.length()];
        first.copyInto(both, 0);
        second.copyInto(both, first.length());
        return Bytes.wrap(both);
    }
}
