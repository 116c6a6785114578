package io.moult.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diagnostic notation (RFC 8949 section 8 and appendix A). */
class DiagnosticTest {
    private final Diagnostic diagnostic = new Diagnostic(DecoderLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "00 | 0",
                "1bffffffffffffffff | 18446744073709551615",
                "20 | -1",
                "3bffffffffffffffff | -18446744073709551616",
                "f4 | false",
                "f5 | true",
                "f6 | null",
                "f7 | undefined",
                "40 | h''",
                "4401020304 | h'01020304'",
                "60 | \"\"",
                "63c3bc61 | \"üa\"",
                "62225c | \"\\\"\\\\\"",
                "6161 | \"a\"",
                "611b | \"\\u001b\"",
                "63e280ae | \"\\u202e\"",
                "83010203 | [1, 2, 3]",
                "a201020304 | {1: 2, 3: 4}",
                "c11a514b67b0 | 1(1363896240)",
                "4483010203 | <<[1, 2, 3]>>",
                "43a10102 | <<{1: 2}>>",
                "44d86b41a0 | <<107(<<{}>>)>>",
                "4100 | h'00'",
                "4183 | h'83'"
            })
    void item_isPrintedInDiagnosticNotation(String hex, String notation) throws CborException {
        assertThat(print(hex)).isEqualTo(notation);
    }

    @Test
    void item_longerThanALine_isBrokenAndIndented() {
        CborItem wide = new CborItem.Text("x".repeat(40));
        CborItem item = new CborItem.Array(Arrays.asList(
                wide,
                new CborItem.ByteString(new CborWriter()
                        .item(new CborItem.Array(Arrays.asList(wide, wide, wide)))
                        .toBytes())));

        String quoted = '"' + "x".repeat(40) + '"';
        assertThat(diagnostic.print(item))
                .isEqualTo(String.join(
                        "\n",
                        "[",
                        "  " + quoted + ",",
                        "  <<[",
                        "    " + quoted + ",",
                        "    " + quoted + ",",
                        "    " + quoted,
                        "  ]>>",
                        "]"));
    }

    @Test
    void documents_withinOneAnotherBeyondTheLimit_areOctetsFromThereOn() {
        Bytes nested = Bytes.ofHex("80");
        for (int i = 0; i < 40; i++) {
            nested = new CborWriter().array(1).bytes(nested).toBytes();
        }
        CborItem item = new CborItem.ByteString(nested);

        assertThat(diagnostic.print(item).split("<<", -1)).hasSize(17);
    }

    private String print(String hex) throws CborException {
        return diagnostic.print(CborReader.readDocument(Bytes.ofHex(hex), DecoderLimits.DEFAULT));
    }
}
