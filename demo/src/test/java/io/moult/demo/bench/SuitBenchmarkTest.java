package io.moult.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The harness on real manifests, as small as it can be. It says nothing of times. */
class SuitBenchmarkTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"esp256", "esp384", "ed25519"})
    void suit_fewRounds_reportsBothTimesTheRatioAndWhatIsAllocated(String algorithm) throws Exception {
        int status =
                bench("suit", "--algorithm", algorithm, "--rounds", "3", "--batch", "5", "--warm-up", "0", "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        double signature = report.at("/nanos/signature/median").asDouble();
        double verification = report.at("/nanos/verification/median").asDouble();
        assertThat(signature).isPositive();
        assertThat(report.path("ratioOfMedians").asDouble()).isCloseTo(verification / signature, within(1e-9));
        assertThat(report.path("rounds").asInt()).isEqualTo(3);
        assertThat(report.at("/settings/algorithm").asText()).isEqualTo(algorithm);
        assertThat(report.at("/allocatedBytes/signature").asLong()).isPositive();
        assertThat(report.at("/allocatedBytes/verification").asLong())
                .isGreaterThan(report.path("envelopeBytes").asLong());
        assertThat(report.at("/authoredPerSecond/median").asDouble()).isPositive();
    }

    @Test
    void suit_forPeople_saysRatioAndAim() {
        assertThat(bench("suit", "--rounds", "1", "--batch", "1", "--warm-up", "0"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("bare signature", "verify and decide", "aim: at most 1.15", "releases/s made");
    }

    @Test
    void suit_impossibleOptions_areMisuse() {
        assertThat(bench("suit", "--rounds", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--rounds must be from 1");
        assertThat(bench("suit", "--algorithm", "rot13")).isEqualTo(2);
        assertThat(err.toString()).contains("--algorithm must be one of esp256, esp384, ed25519");
        assertThat(bench("suit", "--run-limit", "0")).isEqualTo(2);
    }

    private int bench(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
