package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code manifest verify} of other people's envelopes, each as the table says that comes with them: accepted under its
 * key, refused under another, refused without a signature. R13, R39, R133.
 */
class VectorVerdictsTest {
    private static final Map<String, String> KEYS = Map.of(
            "TA-P256", "keys/ta-p256.pub.pem",
            "DELEGATED-P256", "keys/delegated-p256.pub.pem",
            "HMAC256-a32", "keys/trust_anchor_hmac256_cose_key_secret.hex",
            "-", "keys/ta-p256.pub.pem");

    /** A line of the table. */
    private record Row(String file, String key, String expected) {
        boolean accepted() {
            return expected.startsWith("ACCEPT");
        }
    }

    @TestFactory
    Stream<DynamicTest> envelope_underItsKey_isJudgedAsItsTableSays() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.file(), () -> {
                    Moult.Result result = verify(row, KEYS.getOrDefault(row.key(), ""));

                    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(row.accepted() ? 0 : 1);
                    assertThat(result.out())
                            .startsWith(row.accepted() ? "accepted " : "refused no-signature: ")
                            .hasLineCount(1);
                }));
    }

    @TestFactory
    Stream<DynamicTest> envelope_underAnothersKey_isRefused() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.file(), () -> {
                    Moult.Result result = verify(row, "keys/device_esp256_cose_key_public.hex");

                    assertThat(result.status()).isEqualTo(1);
                    assertThat(result.out())
                            .startsWith("refused ")
                            .contains("authentic: no")
                            .hasLineCount(1);
                }));
    }

    @Test
    void table_speaksOfEveryEnvelopeThereIs() throws IOException {
        assertThat(rows()).extracting(Row::file).containsExactlyInAnyOrderElementsOf(Vectors.envelopes());
    }

    private static Moult.Result verify(Row row, String key) {
        return Moult.run("manifest", "verify", Vectors.path(row.file()), "--trust", Vectors.path(key));
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String directory = "";
        for (String line : Files.readAllLines(Vectors.path("MANIFEST.md"))) {
            if (line.startsWith("## ")) {
                directory = line.substring(3).strip();
            }
            String[] cells = line.split("\\|", -1);
            if (cells.length >= 8 && (cells[7].contains("ACCEPT") || cells[7].contains("REJECT"))) {
                rows.add(new Row(directory + "/" + cells[1].strip(), cells[6].strip(), cells[7].strip()));
            }
        }
        return rows;
    }
}
