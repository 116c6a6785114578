package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.DeviceStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger may do wrong with {@code moult boot}: one sentence, an exit status, and nothing broken. R18, R36. */
class StrangersAtTheBenchTest {
    /** Every verb on a device that is there, with what else it needs. */
    private static final List<List<String>> VERBS = List.of(
            List.of("boot"),
            List.of("state"),
            List.of("pending"),
            List.of("confirm"),
            List.of("wear"),
            List.of("draw"));

    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    private void everyVerbSays(String... sentence) throws IOException {
        for (List<String> verb : VERBS) {
            String name = verb.get(0);
            assertThat(bench.run(name)).as(name).isEqualTo(1);
            assertThat(bench.err()).as(name).contains(sentence);
            assertThat(bench.err().strip().lines()).as(name).hasSize(1);
            assertThat(bench.run(name, "--json")).isEqualTo(1);
            JsonNode error = new ObjectMapper().readTree(bench.out()).get("error");
            assertThat(error.get("name").asText()).as(name).isEqualTo("unusable-file");
        }
    }

    @Test
    void noDevice_isSaidWithTheWayOut() throws IOException {
        everyVerbSays("there is no flash at", "make a device with boot init");
    }

    @Test
    void fileOfAnotherKind_isNoFlash() throws IOException {
        bench.manufactured();
        Files.writeString(bench.device().resolve("flash.bin"), "hello");

        everyVerbSays("flash.bin is not a flash of an emulated device");
    }

    @Test
    void truncatedFlash_isRefused() throws IOException {
        bench.manufactured();
        try (RandomAccessFile file =
                new RandomAccessFile(bench.device().resolve("flash.bin").toFile(), "rw")) {
            file.setLength(file.length() - 100);
        }

        everyVerbSays("is truncated");
    }

    @Test
    void missingOtp_isSaid() throws IOException {
        bench.manufactured();
        Files.delete(bench.device().resolve("otp.bin"));

        everyVerbSays("otp.bin, the device's one-time-programmable memory, is missing");
    }

    @Test
    void flashGivenAsOtp_isNotTakenForOne() throws IOException {
        bench.manufactured();
        Files.copy(
                bench.device().resolve("flash.bin"),
                bench.device().resolve("otp.bin"),
                StandardCopyOption.REPLACE_EXISTING);

        everyVerbSays("otp.bin is not a device's one-time-programmable memory");
    }

    @Test
    void deviceThatRuns_canBeLookedAtAndNotWritten() throws IOException {
        bench.manufactured();
        try (DeviceStorage running = DeviceStorage.open(bench.device(), DeviceStorage.Options.withoutFaults())) {
            assertThat(running.topology()).isNotNull();
            for (String verb : List.of("state", "wear", "draw")) {
                assertThat(bench.run(verb)).as(verb).isZero();
            }
            for (String verb : List.of("boot", "pending", "confirm")) {
                assertThat(bench.run(verb)).as(verb).isEqualTo(1);
                assertThat(bench.err()).contains("is in use: another device runs from it");
            }
            assertThat(bench.run("load", bench.release(2, 9000))).isEqualTo(1);
            assertThat(bench.err()).contains("is in use");
        }
    }

    @Test
    void secondInit_isRefusedAndChangesNothing() throws IOException {
        bench.manufactured();

        JsonNode error = bench.json(1, "init").get("error");

        assertThat(error.get("name").asText()).isEqualTo("file-exists");
        assertThat(error.get("sentence").asText()).contains("a device is made once");
        assertThat(bench.run("boot")).isZero();
    }

    @Test
    void initThatFails_leavesNothing() throws IOException {
        Path keys = bench.keys("example.com");
        Files.writeString(keys.resolve("certificate.der"), "none");

        assertThat(bench.run("init", "--provision", keys)).isEqualTo(1);

        assertThat(bench.device().resolve("flash.bin")).doesNotExist();
        assertThat(bench.device().resolve("otp.bin")).doesNotExist();
    }

    @Test
    void fileThatIsNoRelease_isRefusedBeforeAnythingIsWritten() throws IOException {
        bench.manufactured();
        Path garbage = Files.writeString(dir.resolve("garbage.suit"), "garbage");
        Path release = bench.release(2, 10000);
        Path half = Files.write(dir.resolve("half.suit"), java.util.Arrays.copyOf(Files.readAllBytes(release), 100));

        assertThat(bench.json(1, "load", garbage).get("error").get("name").asText())
                .isEqualTo("unsupported-format");
        assertThat(bench.json(1, "load", half).get("error").get("name").asText())
                .isEqualTo("truncated");
        assertThat(bench.run("load", dir.resolve("nowhere.suit"))).isEqualTo(1);
        assertThat(bench.err()).contains("there is no such file");
        for (Object[] taken : new Object[][] {
            {"load", dir}, {"wear", "--since", dir},
        }) {
            assertThat(bench.run(taken[0].toString(), java.util.Arrays.copyOfRange(taken, 1, taken.length)))
                    .isEqualTo(1);
            assertThat(bench.err()).contains(dir + " is a directory where a file is needed");
        }
        assertThat(bench.json(1, "load", bench.release(3, 20000))
                        .get("error")
                        .get("name")
                        .asText())
                .isEqualTo("slot-too-small");

        JsonNode state = bench.json(0, "state");
        assertThat(state.get("staged").isNull()).isTrue();
    }

    /** Before hours of exploring, not after them. */
    @Test
    void closure_intoAPlaceThatIsNone_isSaidAtOnce() {
        assertThat(bench.runRaw("closure", "--svg", dir.resolve("nowhere/x.svg").toString()))
                .isEqualTo(1);
        assertThat(bench.err()).contains("x.svg cannot be written: its directory does not exist");
        assertThat(bench.runRaw("closure", "--svg", dir.toString())).isEqualTo(1);
        assertThat(bench.err()).contains("is a directory where a file is to be written");
    }

    /** Nothing on this side of the recipients' keys can make an image of it: said by name, before anything is written. */
    @Test
    void releaseEncryptedByItsAuthor_isRefusedByName() throws IOException {
        bench.manufactured();
        Path release = bench.encrypted(2, 9000);

        for (JsonNode answer : List.of(bench.json(1, "load", release), bench.json(1, "load", release))) {
            assertThat(answer.get("error").get("name").asText()).isEqualTo("unsupported-parameter");
            assertThat(answer.get("error").get("sentence").asText()).contains("image of main is encrypted");
        }
        assertThat(bench.json(0, "state").get("staged").isNull()).isTrue();
    }

    @Test
    void releaseThatEndsTooEarly_isStagedAsFarAsItCameAndCanBeLoadedAgain() throws IOException {
        bench.manufactured();
        byte[] whole = Files.readAllBytes(bench.release(2, 10000));
        Path cut = Files.write(dir.resolve("cut.suit"), java.util.Arrays.copyOf(whole, whole.length - 3000));

        JsonNode error = bench.json(1, "load", cut).get("error");

        assertThat(error.get("name").asText()).isEqualTo("truncated");
        assertThat(error.get("sentence").asText()).contains("ends after 7000 of 10000 B");
        assertThat(bench.json(0, "state").get("staged").get("pending").asBoolean())
                .isFalse();
        assertThat(bench.run("load", bench.release(2, 10000))).isZero();
    }

    @Test
    void verbsInTheWrongState_sayWhatToDoFirst() throws IOException {
        bench.run("init", "--slot-size", 16384, "--provision", bench.keys("example.com"));
        for (String verb : List.of("pending", "confirm")) {
            assertThat(bench.json(1, verb).get("error").get("name").asText()).isEqualTo("no-firmware");
        }
        bench.run("load", bench.release(1, 9000));
        assertThat(bench.run("pending")).isEqualTo(1);
        assertThat(bench.err()).contains("nothing is staged: stage a release with boot load");

        bench.pending().run("boot", "--reset", "request", "--cut-power", "14");
        for (List<Object> verb : List.of(List.<Object>of("pending"), List.<Object>of("confirm"))) {
            assertThat(bench.json(1, verb.get(0).toString())
                            .get("error")
                            .get("name")
                            .asText())
                    .isEqualTo("wrong-state");
            assertThat(bench.run(verb.get(0).toString())).isEqualTo(1);
            assertThat(bench.err()).contains("in the middle of a swap: boot it");
        }

        bench.run("boot");
        assertThat(bench.run("load", bench.release(3, 9000))).isEqualTo(1);
        assertThat(bench.err()).contains("on trial: keep it with boot confirm");
    }

    @Test
    void misuse_hasStatusTwo() {
        assertThat(bench.runRaw()).isEqualTo(2);
        assertThat(bench.runRaw("boot")).isEqualTo(2);
        assertThat(bench.runRaw("boot", "--data", "x", "--flash", "y")).isEqualTo(2);
        assertThat(bench.runRaw("boot", "--otp", "y")).isEqualTo(2);
        assertThat(bench.run("boot", "--reset", "boredom")).isEqualTo(1);
        bench.run("init", "--slot-size", 16384);
        assertThat(bench.run("boot", "--reset", "boredom")).isEqualTo(2);
        assertThat(bench.err()).contains("none of power, request, watchdog and crash");
        assertThat(bench.run("boot", "--attempts", 0)).isEqualTo(2);
        assertThat(bench.run("boot", "--cut-power", "never")).isEqualTo(2);
        assertThat(bench.err()).contains("is no power cut");
        assertThat(bench.run("init", "--slot-size", -1)).isEqualTo(2);
        assertThat(bench.run("init", "--slot-size", 1 << 30, "--sector-size", 256))
                .isEqualTo(2);
        assertThat(bench.err()).contains("say at most 262144 sectors");
        assertThat(bench.run("draw", "--color", "pink")).isEqualTo(2);
        for (String verb : List.of("init", "load", "boot", "state", "pending", "confirm", "wear", "draw", "recover")) {
            assertThat(bench.runRaw(verb, "--help")).as(verb).isZero();
            assertThat(bench.out()).contains("Exit status").contains("--data");
        }
    }
}
