package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boot draw} of a device in the states that a person wants to see. */
class DrawCommandTest {
    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    private String drawn() {
        assertThat(bench.run("draw", "--ascii", "--color", "never"))
                .as(bench.err())
                .isZero();
        return bench.out();
    }

    @Test
    void blankDevice_isBlank() {
        bench.run("init", "--slot-size", 16384);

        assertThat(drawn())
                .contains("not provisioned", "journal  blank", "      36  ....", "primary  nothing that verifies")
                .doesNotContain("records");
    }

    @Test
    void settledDevice_showsItsImageAndTheSectorsThatItTakes() throws IOException {
        bench.manufactured();

        assertThat(drawn())
                .contains("primary  version 1.0.0, 9000 B, confirmed", "      36  ###.", "secondary  free")
                .contains("envelope A  ", " the running image's");
    }

    @Test
    void candidateAndTrial_areTheirOwn() throws IOException {
        bench.manufactured().pending();
        assertThat(drawn())
                .contains("secondary  version 2.0.0, 10000 B, to be tried at the next boot", "      40  .+++.");

        bench.run("boot", "--reset", "request");

        assertThat(drawn())
                .contains("primary  version 2.0.0, 10000 B, on trial, attempt 1", "      36  ###.")
                .contains("secondary  version 1.0.0, 9000 B, to go back to", "      40  ooo-.");
    }

    /** After two of six steps: one sector is through, and the next goes from 37 to 41. */
    @Test
    void swapInTheMiddle_showsWhoseOctetsAreWhereAndTheNextStep() throws IOException {
        bench.manufactured().pending();
        JsonNode swap = null;
        for (int at = 1; swap == null || swap.isNull() || swap.get("stepsDone").asInt() < 2; at++) {
            bench.json(137, "boot", "--cut-power", at);
            swap = bench.json(0, "draw").get("swap");
        }

        assertThat(swap.get("stepsDone").asInt()).isEqualTo(2);
        assertThat(swap.get("next").asText()).isEqualTo("sector 37 to sector 41");
        assertThat(drawn())
                .contains("      36  +^#.", "      40  #v++.", "install: 2 of 6 steps done")
                .contains("version 1.0.0, 9000 B, on its way out of the primary slot")
                .contains("version 2.0.0, 10000 B, on its way into the primary slot")
                .contains("snapshot: installing");
    }

    @Test
    void svg_isWritten_andATroubleWithItIsSaid() throws IOException {
        bench.manufactured();
        Path svg = dir.resolve("flash.svg");

        assertThat(bench.run("draw", "--svg", svg)).isZero();

        assertThat(Files.readString(svg)).startsWith("<svg ").contains("version 1.0.0, 9000 B, confirmed");
        assertThat(bench.run("draw", "--svg", dir.resolve("nowhere/flash.svg"))).isEqualTo(1);
        assertThat(bench.err()).contains("its directory does not exist");
        assertThat(bench.run("draw", "--svg", dir)).isEqualTo(1);
        assertThat(bench.err()).contains("cannot be written");
    }

    @Test
    void json_namesEachSector() throws IOException {
        bench.manufactured();

        JsonNode primary = bench.json(0, "draw").get("areas").get(3);

        assertThat(primary.get("name").asText()).isEqualTo("primary");
        assertThat(primary.get("firstSector").asInt()).isEqualTo(36);
        assertThat(primary.get("contents")).hasSize(4);
        assertThat(primary.get("contents").get(0).asText()).isEqualTo("running");
        assertThat(primary.get("contents").get(3).asText()).isEqualTo("blank");
        assertThat(primary.get("erases").get(0).asInt()).isEqualTo(1);
    }
}
