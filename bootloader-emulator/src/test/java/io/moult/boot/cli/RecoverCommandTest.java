package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boot recover}, and images of last resort, by hand: R106, R108. */
class RecoverCommandTest {
    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    /** Turns an octet over where the running image lies: after the head of the file, sector 36. */
    private void breakTheImage(int sector) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(bench.device().resolve("flash.bin").toFile(), "rw")) {
            file.seek(4096 + 4096L * sector + 100);
            int octet = file.read();
            file.seek(4096 + 4096L * sector + 100);
            file.write(octet ^ 1);
        }
    }

    @Test
    void brokenDevice_isRecoveredFromAFile() throws IOException {
        bench.manufactured();
        breakTheImage(36);
        assertThat(bench.json(1, "boot").get("outcome").asText()).isEqualTo("recovery");

        JsonNode recovered = bench.json(0, "recover", "--from", bench.release(2, 10000));

        assertThat(recovered.get("outcome").asText()).isEqualTo("started");
        assertThat(recovered.get("releaseTaken").asBoolean()).isTrue();
        assertThat(recovered.get("report").get("version").asText()).isEqualTo("2.0.0");
        assertThat(bench.run("confirm")).isZero();
        assertThat(bench.json(0, "boot").get("report").get("event").asText()).isEqualTo("normal");
    }

    @Test
    void brokenDevice_isRecoveredFromStandardInput() throws IOException {
        bench.manufactured();
        breakTheImage(36);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(Files.readAllBytes(bench.release(2, 10000))));
        try {
            assertThat(bench.run("recover", "--from", "-")).as(bench.err()).isZero();
        } finally {
            System.setIn(before);
        }

        assertThat(bench.out()).contains("on trial  version 2.0.0");
    }

    @Test
    void deviceThatBoots_needsNoRecovery() throws IOException {
        bench.manufactured();

        JsonNode booted = bench.json(0, "recover", "--from", dir.resolve("nowhere.suit"));

        assertThat(booted.get("releaseTaken").asBoolean()).isFalse();
        assertThat(booted.get("writes").asLong()).isZero();
    }

    @Test
    void releaseThatIsRefused_isSaidWithItsName() throws IOException {
        bench.manufactured();
        breakTheImage(36);

        JsonNode error = bench.json(1, "recover", "--from", bench.release("example.org", 2, 0, 9000))
                .get("error");

        assertThat(error.get("name").asText()).isEqualTo("unknown-signer");
        assertThat(bench.run("recover", "--from", dir.resolve("nowhere.suit"))).isEqualTo(1);
        assertThat(bench.err()).contains("there is no such file");
        assertThat(bench.run("recover")).isEqualTo(2);
    }

    @Test
    void powerCutInARecovery_leavesADeviceThatCanBeRecovered() throws IOException {
        bench.manufactured();
        breakTheImage(36);

        assertThat(bench.run("recover", "--from", bench.release(2, 10000), "--cut-power", "9:garbage"))
                .isEqualTo(137);

        assertThat(bench.run("recover", "--from", bench.release(2, 10000))).isZero();
        assertThat(bench.out()).contains("version 2.0.0");
    }

    @Test
    void goldenImage_startsWhereNothingElseDoes_andALaterReleaseTakesOver() throws IOException {
        assertThat(bench.run("init", "--slot-size", 16384, "--golden", "--provision", bench.keys("example.com")))
                .as(bench.err())
                .isZero();
        assertThat(bench.run("load", "--golden", bench.release(1, 5000))).isZero();
        assertThat(bench.out()).contains("golden image: version 1.0.0");
        assertThat(bench.run("load", "--golden", bench.release(1, 5000))).isEqualTo(1);
        assertThat(bench.err()).contains("written once");

        JsonNode golden = bench.json(0, "boot");

        assertThat(golden.get("golden").asBoolean()).isTrue();
        assertThat(golden.get("report").get("event").asText()).isEqualTo("recovery");
        assertThat(bench.run("draw", "--ascii")).isZero();
        assertThat(bench.out()).contains("golden  of last resort", "**..");
    }

    @Test
    void deviceForProduction_refusesKeysOfDevelopment() throws IOException {
        assertThat(bench.run("init", "--production", "--provision", bench.keys("example.com")))
                .isEqualTo(1);

        assertThat(bench.err()).contains("a device for production").contains("for development");
        assertThat(bench.device().resolve("flash.bin")).doesNotExist();
        assertThat(bench.json(0, "init", "--production").get("production").asBoolean())
                .isTrue();
    }

    @Test
    void topologiesAndStrategies_canBeMadeAndDrawn() throws IOException {
        String[][] kinds = {
            {"secure-normal", "offset"},
            {"dual-cpu", "scratch"},
            {"two-stage", "move"},
            {"heterogeneous", "overwrite"},
            {"single", "in-place"},
            {"single", "ram-load"}
        };
        for (String[] kind : kinds) {
            BootBench one = new BootBench(dir.resolve(kind[0] + "-" + kind[1]));
            Files.createDirectories(one.dir());
            assertThat(one.run("init", "--topology", kind[0], "--strategy", kind[1], "--slot-size", 16384))
                    .as("%s", one.err())
                    .isZero();

            assertThat(one.run("draw", "--ascii")).isZero();

            assertThat(one.out()).contains(kind[0] + ", " + kind[1]).contains("primary  nothing that verifies");
            assertThat(one.run("state")).isZero();
            assertThat(one.run("boot")).isEqualTo(1);
        }
        assertThat(bench.run("init", "--topology", "ring")).isEqualTo(2);
        assertThat(bench.err()).contains("there is no topology \"ring\"");
        assertThat(bench.run("init", "--strategy", "hope")).isEqualTo(2);
        assertThat(bench.run("init", "--topology", "heterogeneous", "--strategy", "in-place"))
                .isEqualTo(2);
        assertThat(bench.run("init", "--program-unit", 3)).isEqualTo(2);
        assertThat(bench.run("init", "--sector-size", 1)).isEqualTo(2);
    }
}
