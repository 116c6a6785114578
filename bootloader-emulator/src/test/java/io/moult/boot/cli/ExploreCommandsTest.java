package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExploreCommandsTest {
    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new BootCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void sweep_ofDepthOne_printsTheTable() {
        int status = run("sweep", "--sectors", "1", "--faults", "before,after,torn", "--units");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString()).contains("triples", "single/offset/256x8.ff/1/1/healthy", "violations");
    }

    @Test
    void sweep_ofASeed_isTheSameEachTime() throws Exception {
        String[] arguments = {
            "sweep", "--sectors", "6", "--sector-size", "512", "--seed", "7", "--lives", "20", "--depth", "10", "--json"
        };
        assertThat(run(arguments)).as(err.toString()).isZero();
        JsonNode first = new ObjectMapper().readTree(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).isZero();
        JsonNode second = new ObjectMapper().readTree(out.toString());

        assertThat(first.get("faultsFired").get("torn").asLong()).isPositive();
        assertThat(second.get("faultsFired")).isEqualTo(first.get("faultsFired"));
        assertThat(second.get("states")).isEqualTo(first.get("states"));
        assertThat(first.get("violations").asInt()).isZero();
    }

    @Test
    void closure_ofCutsBetweenOperations_endsAndIsDrawn() throws Exception {
        Path svg = dir.resolve("states.svg");

        int status = run("closure", "--sectors", "1", "--faults", "before,after", "--json", "--svg", svg.toString());

        assertThat(status).as(err.toString()).isZero();
        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.get("complete").asBoolean()).isTrue();
        assertThat(found.get("violated")).isEmpty();
        assertThat(Files.readString(svg)).contains("<svg", "installing", "</svg>");
    }

    @Test
    void replay_takesAPath() {
        int status = run("replay", "single/offset/256x8.ff/1/1/healthy/boot-power,update-2:3=torn@9,boot-power");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString()).contains("torn at operation 3", "every invariant held");
    }

    @Test
    void replay_ofAPathThatDoesNotFit_isMisuse() {
        assertThat(run("replay", "single/offset/256x8.ff/1/1/healthy/boot-power:3=torn@9"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("did not fire");
        assertThat(run("replay", "nonsense")).isEqualTo(2);
        assertThat(run("closure", "--strategy", "nonsense")).isEqualTo(2);
        assertThat(run("sweep", "--faults", "nonsense")).isEqualTo(2);
    }
}
