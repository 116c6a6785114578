package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Digest;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several integrated payloads: in memory, in a file, and as their octets pass by. */
class PayloadIndexTest {
    private static final Bytes FIRST = Bytes.wrap(new byte[300]);
    private static final Bytes SECOND = Bytes.EMPTY;
    private static final Bytes THIRD = Bytes.ofHex("d86ba0");

    @Test
    void payloads_several_areFoundWithKeysOffsetsAndLengths() {
        Bytes octets = envelope(payloads());

        WholeEnvelope whole = ((WholeEnvelope.Result.Read) read(octets)).whole();

        assertThat(whole.payloads()).containsExactlyEntriesOf(payloads());
        assertThat(whole.envelope().payloadCount()).isEqualTo(3);
        assertThat(whole.envelope().payloadKey()).contains("#a");
    }

    /** Whatever the pieces, and however little is at hand at a time. */
    @Test
    void cursor_overOctetsThatPassBy_needsNoMoreThanTheHeaders() {
        Bytes octets = envelope(payloads());
        HeadResult.Complete head = (HeadResult.Complete) Heads.read(octets.slice(0, 400));
        PayloadCursor cursor = head.payloads(DecoderLimits.DEFAULT).orElseThrow();
        assertThat(cursor.current().key()).isEqualTo("#a");
        assertThat(cursor.current().lengthBytes()).isEqualTo(300);

        PayloadCursor second = next(cursor, octets);
        PayloadCursor third = next(second, octets);

        assertThat(second.current())
                .isEqualTo(new IntegratedPayload("#bb", cursor.current().endBytes() + 5, 0));
        assertThat(second.last()).isFalse();
        assertThat(third.current())
                .isEqualTo(new IntegratedPayload("#c", second.current().endBytes() + 4, 3));
        assertThat(third.last()).isTrue();
        assertThat(third.current().endBytes()).isEqualTo(octets.length());
        assertThatThrownBy(() -> third.next(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void envelope_cutAnywhere_isRefused() {
        Bytes octets = envelope(payloads());

        for (int length = 0; length < octets.length(); length++) {
            assertThat(refusal(octets.slice(0, length)).reason()).isEqualTo(RefusalReason.MALFORMED);
        }
    }

    @Test
    void envelope_withOctetsAfterItsLastPayload_isRefused() {
        Bytes longer = new CborWriter()
                .raw(envelope(payloads()))
                .raw(Bytes.ofHex("00"))
                .toBytes();

        assertThat(refusal(longer).detail()).contains("octets after the envelope");
    }

    @Test
    void payload_thatIsFollowedByAnotherMember_isRefused() {
        Bytes octets = open(2).text("#a")
                .bytes(Bytes.ofHex("00"))
                .unsigned(23)
                .bytes(Bytes.ofHex("a0"))
                .toBytes();

        assertThat(refusal(octets).detail()).contains("an entry after the payloads of the envelope that is none");
    }

    @Test
    void payloads_ofOneKey_areRefused() {
        Bytes octets = open(3).text("#a")
                .bytes(Bytes.EMPTY)
                .text("#b")
                .bytes(Bytes.EMPTY)
                .text("#a")
                .bytes(Bytes.EMPTY)
                .toBytes();

        assertThat(refusal(octets).detail()).contains("a payload's key given twice");
    }

    @Test
    void payload_ofImpossibleLength_isRefusedWhereverItStands() {
        for (long length : new long[] {-1, Long.MAX_VALUE, Long.MAX_VALUE / 4}) {
            Bytes octets = open(2).text("#a")
                    .bytes(Bytes.EMPTY)
                    .text("#b")
                    .bytesHeader(length)
                    .toBytes();

            assertThat(refusal(octets).detail()).contains("impossible length");
        }
    }

    @Test
    void payloadKey_atTheLimit_isTakenAndBeyondItRefused() {
        DecoderLimits limits = DecoderLimits.DEFAULT.with(Limit.URI_CHARS, 6);
        Bytes atLimit = envelope(Map.of("#", FIRST, "#äöü€x", SECOND));
        Bytes beyond =
                open(2).text("#").bytes(FIRST).text("#äöü€xy").bytes(SECOND).toBytes();
        Bytes farBeyond = open(2).text("#")
                .bytes(FIRST)
                .text("x".repeat(5000))
                .bytes(SECOND)
                .toBytes();

        assertThat(WholeEnvelope.read(atLimit, limits)).isInstanceOf(WholeEnvelope.Result.Read.class);
        for (Bytes octets : List.of(beyond, farBeyond)) {
            Refusal refusal = ((WholeEnvelope.Result.Refused) WholeEnvelope.read(octets, limits)).refusal();
            assertThat(refusal.reason()).isEqualTo(RefusalReason.LIMIT_EXCEEDED);
            assertThat(refusal.detail()).contains("uri chars");
        }
    }

    @Test
    void payloadWithoutText_isNoPayload() {
        Bytes octets =
                open(2).text("#a").bytes(FIRST).text("#b").text("not octets").toBytes();

        assertThat(refusal(octets).detail()).contains("not a byte string");
    }

    private static PayloadCursor next(PayloadCursor cursor, Bytes octets) {
        int from = (int) cursor.current().endBytes();
        int length = 0;
        while (cursor.next(octets.slice(from, from + length)) instanceof PayloadCursor.Next.NeedMore more) {
            assertThat(more.atLeastBytes()).isGreaterThan(length);
            length++;
        }
        return ((PayloadCursor.Next.Found) cursor.next(octets.slice(from, from + length))).cursor();
    }

    private static Map<String, Bytes> payloads() {
        Map<String, Bytes> payloads = new LinkedHashMap<>();
        payloads.put("#a", FIRST);
        payloads.put("#bb", SECOND);
        payloads.put("#c", THIRD);
        return payloads;
    }

    private static Bytes envelope(Map<String, Bytes> payloads) {
        Bytes manifest = ManifestEncoder.encode(new ManifestSketch().build());
        return EnvelopeEncoder.encode(
                new EnvelopeEncoder.Parts(manifest, EnvelopeEncoder.digestOf(manifest), List.of(), new TreeMap<>()),
                new TreeMap<>(payloads));
    }

    /** An envelope with so many entries to come after authentication and manifest. */
    private static CborWriter open(int more) {
        Bytes manifest = ManifestEncoder.encode(new ManifestSketch().build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        return new CborWriter()
                .tag(107)
                .map(2 + more)
                .unsigned(2)
                .bytes(new CborWriter()
                        .array(1)
                        .bytes(ManifestEncoder.encode(digest))
                        .toBytes())
                .unsigned(3)
                .bytes(manifest);
    }

    private static WholeEnvelope.Result read(Bytes octets) {
        return WholeEnvelope.read(octets, DecoderLimits.DEFAULT);
    }

    private static Refusal refusal(Bytes octets) {
        if (read(octets) instanceof WholeEnvelope.Result.Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("taken");
    }
}
