package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.TrustReleases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's policy at the bench: burnt in, shown, and changed (R90, R92). */
class TrustVerbsTest {
    @TempDir
    Path dir = Path.of(".");

    private BootBench bench = new BootBench(dir);

    @BeforeEach
    void makeDevice() throws IOException {
        bench = new BootBench(dir);
        String rules = """
                authorities:
                  - {key: %s, roles: [author]}
                  - {key: %s, roles: [provisioning]}
                """.formatted(bench.keys("example.com"), bench.keys("trust.example.com"));
        Path policy = Files.writeString(dir.resolve("policy.yaml"), rules);
        assertThat(bench.run("init", "--provision", bench.keys("example.com"), "--policy", policy))
                .as(bench.err())
                .isZero();
        assertThat(bench.run("load", bench.release(1, 5_000))).as(bench.err()).isZero();
    }

    @Test
    void change_loadedAndAskedFor_isMadeAtTheNextBoot_andShown() throws IOException {
        Path change = Files.write(
                dir.resolve("change.suit"),
                TrustReleases.adding(bench.keys("trust.example.com"), bench.keys("other.example.com"), 7)
                        .toArray());

        assertThat(bench.run("load", change)).as(bench.err()).isZero();
        assertThat(bench.run("state")).isZero();
        assertThat(bench.out()).contains("staged    a change of whom it believes, put down");
        assertThat(bench.run("pending")).isZero();
        assertThat(bench.run("state", "--json")).isZero();
        assertThat(bench.out()).contains("\"changeOfTrust\" : true").contains("\"pending\" : true");
        assertThat(bench.run("boot", "--reset", "request")).isZero();
        assertThat(bench.out()).contains("whom this device believes was changed");

        assertThat(bench.run("state")).isZero();
        assertThat(bench.out()).contains("trust     sequence number 7; authors 1 and operators 0 must sign");
        assertThat(bench.run("load", change)).isZero();
        assertThat(bench.run("pending")).isZero();
    }

    @Test
    void policy_withoutAnOwner_isMisuse() {
        BootBench other = new BootBench(dir.resolve("other"));

        assertThat(other.run("init", "--policy", dir.resolve("policy.yaml"))).isEqualTo(2);
    }
}
