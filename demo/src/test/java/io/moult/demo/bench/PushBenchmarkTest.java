package io.moult.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The harness with the real ends, as small as it can be. It says nothing of times. */
class PushBenchmarkTest {
    private static final int SIZE = 32 * 1024;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void push_onePairOfSmallImages_reportsBothEndsAndLeavesNoProcess() throws Exception {
        int status =
                bench("push", "--pairs", "1", "--warm-up", "1", "--size", "" + SIZE, "--run-limit", "120", "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/ends/stock/counted").asInt()).isEqualTo(1);
        assertThat(report.at("/ends/moult/counted").asInt()).isEqualTo(1);
        assertThat(report.at("/ratioOfPairs/median").asDouble()).isPositive();
        assertThat(report.path("runs")).hasSize(2).allSatisfy(run -> {
            assertThat(run.path("bodyBytes").asInt()).isEqualTo(SIZE);
            assertThat(run.path("seconds").asDouble()).isPositive();
        });
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void push_heapOfTheServer_isMeasuredInsteadOfTime() throws Exception {
        int status = bench(
                "push", "--only", "moult", "--heap", "--pairs", "1", "--devices", "2", "--size", "131072", "--json");

        assertThat(status).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/settings/measures").asText()).isEqualTo("server-heap");
        assertThat(report.at("/runs/0/serverHeapBytes").isNumber()).isTrue();
        assertThat(report.at("/runs/0").has("megabytesPerSecond")).isFalse();
    }

    /** The devices' JVM does not even start with so little memory: the run is failed, not forgotten. */
    @Test
    void push_devicesThatCannotRun_isShownAsFailed() throws Exception {
        int status = bench("push", "--only", "moult", "--pairs", "1", "--size", "" + SIZE, "--device-heap", "2m");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("failed: pair 1, Moult: the devices' JVM");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void push_impossibleOptions_areMisuse() {
        assertThat(bench("push", "--block", "1000")).isEqualTo(2);
        assertThat(err.toString()).contains("--block must be a power of two");
        assertThat(bench("push", "--only", "nobody")).isEqualTo(2);
        assertThat(bench()).isEqualTo(2);
    }

    @Test
    void settings_outOfBounds_areRefused() {
        assertThatThrownBy(() -> new PushSettings(
                        0,
                        1024,
                        1024,
                        1,
                        0,
                        1,
                        List.of(End.STOCK),
                        false,
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--devices");
    }

    private int bench(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
