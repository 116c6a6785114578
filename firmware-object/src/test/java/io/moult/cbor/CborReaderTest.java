package io.moult.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moult.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strictness of the CBOR reader (RFC 8949 sections 4.2.1 and 5.3). */
class CborReaderTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        // head, what is wrong with it
        "1800, a number not in its shortest form", // 0 as one more octet
        "1817, a number not in its shortest form", // 23 as one more octet
        "1900ff, a number not in its shortest form", // 255 as two more
        "1a0000ffff, a number not in its shortest form", // 65535 as four more
        "1b00000000ffffffff, a number not in its shortest form", // 2^32-1 as eight more
        "3800, a number not in its shortest form", // -1
        "580100, a number not in its shortest form", // length 1 of a byte string
        "780161, a number not in its shortest form", // length 1 of a text
        "980100, a number not in its shortest form", // one item
        "b8010001, a number not in its shortest form", // one pair
        "d80700, a number not in its shortest form", // tag 7
        "5f4100ff, an indefinite length",
        "7f6161ff, an indefinite length",
        "9f00ff, an indefinite length",
        "bf0001ff, an indefinite length",
        "ff, a floating-point or unassigned simple value", // a lone break
        "1c, a reserved form",
        "1d, a reserved form",
        "1e, a reserved form",
        "f90000, a floating-point or unassigned simple value",
        "fa00000000, a floating-point or unassigned simple value",
        "fb0000000000000000, a floating-point or unassigned simple value",
        "f820, a floating-point or unassigned simple value", // simple(32)
        "e0, a floating-point or unassigned simple value", // simple(0)
        "a201020103, key given twice",
        "a24100014100 02, key given twice",
        "a261610161 6102, key given twice",
        "61ff, text that is not UTF-8",
        "62c080, text that is not UTF-8", // overlong NUL
        "63eda080, text that is not UTF-8", // a surrogate
        "0000, 1 octets too many"
    })
    void document_notStrict_isRefusedForItsReason(String hex, String reason) {
        CborException refused = refusal(hex.replace(" ", ""), DecoderLimits.DEFAULT);

        assertThat(refused.kind()).isEqualTo(CborException.Kind.MALFORMED);
        assertThat(refused.detail()).contains(reason);
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // octets, length without which reading cannot go on
        "'', 1",
        "18, 2",
        "1b, 9",
        "43 0102, 4",
        "5a ffffffff, 4294967300",
        "5b 7fffffffffffffff, 9223372036854775807",
        "5b ffffffffffffffff, 9223372036854775807",
        "82 01, 3",
        "a1 01, 3",
        "c6, 2"
    })
    void document_endingInsideAnItem_saysWhatIsNeeded(String hex, long needed) {
        CborException refused = refusal(hex.replace(" ", ""), DecoderLimits.DEFAULT);

        assertThat(refused.kind()).isEqualTo(CborException.Kind.TRUNCATED);
        assertThat(refused.neededBytes()).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({"9b 7fffffffffffffff", "bb 7fffffffffffffff", "9b ffffffffffffffff", "9a 00010000"})
    void collection_announcingMoreItemsThanTaken_isRefusedBeforeAnyIsRead(String hex) {
        CborException refused = refusal(hex.replace(" ", ""), DecoderLimits.DEFAULT);

        assertThat(refused.kind()).isEqualTo(CborException.Kind.LIMIT);
    }

    @Test
    void arrays_nestedDeeperThanTheLimit_areRefused() {
        DecoderLimits limits = DecoderLimits.DEFAULT.with(Limit.NESTING_DEPTH, 3);

        assertThat(read("81818100", limits)).isNotNull();
        assertThat(refusal("8181818100", limits).kind()).isEqualTo(CborException.Kind.LIMIT);
        assertThat(refusal("c1c1c1c100", limits).kind()).isEqualTo(CborException.Kind.LIMIT);
        assertThat(refusal("81".repeat(100_000) + "00", DecoderLimits.DEFAULT).kind())
                .isEqualTo(CborException.Kind.LIMIT);
    }

    @Test
    void map_unsorted_isTakenInTheOrderReceived() {
        CborItem map = read("a2 02 6162 01 6161".replace(" ", ""), DecoderLimits.DEFAULT);

        assertThat(map)
                .isEqualTo(new CborItem.Mapping(List.of(
                        new CborItem.Pair(CborItem.ofLong(2), new CborItem.Text("b")),
                        new CborItem.Pair(CborItem.ofLong(1), new CborItem.Text("a")))));
    }

    @Test
    void numbers_atTheEdges_areRead() {
        assertThat(read("1bffffffffffffffff", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Unsigned(-1));
        assertThat(read("3bffffffffffffffff", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Negative(-1));
        assertThat(read("17", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Unsigned(23));
        assertThat(read("1818", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Unsigned(24));
        assertThat(read("190100", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Unsigned(256));
        assertThat(read("1a00010000", DecoderLimits.DEFAULT)).isEqualTo(new CborItem.Unsigned(65536));
        assertThat(read("38ff", DecoderLimits.DEFAULT)).isEqualTo(CborItem.ofLong(-256));
    }

    @Test
    void reader_goingItemByItem_keepsTheExactOctets() throws CborException {
        Bytes input = Bytes.ofHex("d86ba1034401020304");
        CborReader reader = new CborReader(input, DecoderLimits.DEFAULT);

        assertThat(reader.readTag()).isEqualTo(107);
        assertThat(reader.readMapHeader()).isEqualTo(1);
        assertThat(reader.readItem().unsigned("key")).isEqualTo(3);
        int start = reader.offsetBytes();
        Bytes content = reader.readByteString();

        assertThat(content).isEqualTo(Bytes.ofHex("01020304"));
        assertThat(reader.since(start)).isEqualTo(Bytes.ofHex("4401020304"));
        reader.expectEnd();
    }

    @Test
    void writer_items_areReadBackAndMapsAreSorted() {
        CborItem item = new CborItem.Mapping(List.of(
                new CborItem.Pair(new CborItem.Text("a"), CborItem.Simple.TRUE),
                new CborItem.Pair(CborItem.ofLong(-1), CborItem.Simple.NULL),
                new CborItem.Pair(CborItem.ofLong(24), new CborItem.Tagged(107, new CborItem.Array(List.of()))),
                new CborItem.Pair(CborItem.ofLong(3), new CborItem.ByteString(Bytes.ofHex("00")))));

        Bytes encoded = new CborWriter().item(item).toBytes();

        assertThat(encoded).isEqualTo(Bytes.ofHex("a4" + "034100" + "1818d86b80" + "20f6" + "6161f5"));
    }

    private static CborItem read(String hex, DecoderLimits limits) {
        try {
            return CborReader.readDocument(Bytes.ofHex(hex), limits);
        } catch (CborException e) {
            throw new AssertionError(e.detail(), e);
        }
    }

    private static CborException refusal(String hex, DecoderLimits limits) {
        return catchThrowableOfType(CborException.class, () -> CborReader.readDocument(Bytes.ofHex(hex), limits));
    }
}
