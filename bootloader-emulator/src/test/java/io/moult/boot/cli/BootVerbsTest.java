package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.DeviceStorage;
import io.moult.boot.topology.PlatformProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device made, loaded, tried, confirmed, worn and cut by hand: R14, R38, R103, R107, R123. */
class BootVerbsTest {
    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    // ---- the way it should go

    @Test
    void device_madeLoadedTriedAndConfirmed_runsTheNewImage() throws IOException {
        JsonNode made = bench.json(0, "init", "--slot-size", 16384, "--provision", bench.keys("example.com"));
        assertThat(made.get("slotSizeBytes").asLong()).isEqualTo(16384);
        assertThat(made.get("provisioned").asBoolean()).isTrue();

        JsonNode first = bench.json(0, "load", bench.release(1, 9000));
        assertThat(first.get("loadedAs").asText()).isEqualTo("first");
        assertThat(first.get("image").get("version").asText()).isEqualTo("1.0.0");

        JsonNode staged = bench.json(0, "load", bench.release(2, 10000));
        assertThat(staged.get("loadedAs").asText()).isEqualTo("staged");
        assertThat(staged.get("image").get("verified").asBoolean()).isTrue();
        assertThat(bench.json(0, "boot").get("report").get("version").asText()).isEqualTo("1.0.0");

        assertThat(bench.json(0, "pending").get("already").asBoolean()).isFalse();
        JsonNode again = bench.json(0, "pending");
        assertThat(again.get("already").asBoolean()).isTrue();
        assertThat(again.get("writes").asLong()).isZero();

        JsonNode trial = bench.json(0, "boot", "--reset", "request");
        assertThat(trial.get("outcome").asText()).isEqualTo("started");
        assertThat(trial.get("trial").asBoolean()).isTrue();
        assertThat(trial.get("report").get("event").asText()).isEqualTo("trial");
        assertThat(trial.get("report").get("reset").asText()).isEqualTo("request");
        assertThat(trial.get("writes").asLong()).isPositive();

        assertThat(bench.json(0, "confirm").get("already").asBoolean()).isFalse();
        assertThat(bench.json(0, "confirm").get("writes").asLong()).isZero();
        JsonNode settled = bench.json(0, "boot");
        assertThat(settled.get("report").get("event").asText()).isEqualTo("normal");
        assertThat(settled.get("report").get("version").asText()).isEqualTo("2.0.0");
        assertThat(settled.get("writes").asLong()).isZero();
    }

    @Test
    void rawFiles_anywhere_areADeviceToo() throws IOException {
        String flash = dir.resolve("f.img").toString();
        String otp = dir.resolve("fuses/o.img").toString();
        String keys = bench.keys("example.com").toString();

        assertThat(bench.runRaw("init", "--flash", flash, "--otp", otp, "--slot-size", "16384", "--provision", keys))
                .isZero();
        assertThat(bench.runRaw(
                        "load",
                        "--flash",
                        flash,
                        "--otp",
                        otp,
                        bench.release(1, 9000).toString()))
                .isZero();
        assertThat(bench.runRaw("boot", "--flash", flash, "--otp", otp)).isZero();

        assertThat(bench.out()).contains("booted    version 1.0.0");
        assertThat(bench.runRaw("state", "--flash", flash, "--otp", otp)).isZero();
        assertThat(bench.runRaw("boot", "--flash", flash)).isEqualTo(1);
        assertThat(bench.err()).contains("otp.bin").contains("is missing");
    }

    @Test
    void trial_thatCrashes_isReverted() throws IOException {
        bench.manufactured().pending();
        assertThat(bench.run("boot", "--reset", "request")).isZero();
        assertThat(bench.out()).contains("on trial  version 2.0.0, attempt 1");

        assertThat(bench.run("boot", "--reset", "crash")).isZero();

        assertThat(bench.out()).contains("reverted  to version 1.0.0").contains("reset by crash");
    }

    @Test
    void trialWithMoreAttempts_survivesAPowerCut() throws IOException {
        bench.manufactured().pending();
        bench.run("boot", "--reset", "request", "--attempts", 2);

        bench.run("boot", "--attempts", 2);

        assertThat(bench.out()).contains("on trial  version 2.0.0, attempt 2");
    }

    @Test
    void candidateOfAStranger_isStagedWithTheWarningAndRefusedAtTheBoot() throws IOException {
        bench.manufactured();

        assertThat(bench.run("load", bench.release("example.org", 2, 0, 9000))).isZero();
        assertThat(bench.out()).contains("the bootloader will refuse it: unknown-signer");
        bench.run("pending");

        assertThat(bench.run("boot")).isZero();
        assertThat(bench.out()).contains("refused   the candidate; booted version 1.0.0");
    }

    @Test
    void blankDevice_bootsIntoRecoveryWithStatusOne() throws IOException {
        bench.run("init", "--slot-size", 16384);

        assertThat(bench.json(1, "boot").get("outcome").asText()).isEqualTo("recovery");
        assertThat(bench.run("boot")).isEqualTo(1);
        assertThat(bench.out()).contains("recovery  no image verifies").contains("the flash holds no firmware");
    }

    // ---- power cuts

    @Test
    void powerCut_atEachWriteOfASwap_firesAndTheNextBootFinishes() throws IOException {
        bench.manufactured().pending();
        Path kept = Files.copy(bench.device().resolve("flash.bin"), dir.resolve("kept.bin"));
        long writes = bench.json(0, "boot").get("writes").asLong();
        assertThat(writes).isGreaterThan(8);

        for (String how : new String[] {"before", "torn", "garbage", "blank", "after"}) {
            for (long at = 1; at <= writes; at += 3) {
                Files.copy(
                        kept, bench.device().resolve("flash.bin"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                JsonNode cut = bench.json(137, "boot", "--reset", "request", "--cut-power", at + ":" + how);
                assertThat(cut.get("powerCut").asText()).contains("operation " + at + ":");

                JsonNode next = bench.json(0, "boot");
                assertThat(next.get("report").get("version").asText())
                        .isEqualTo(next.get("trial").asBoolean() ? "2.0.0" : "1.0.0");
            }
        }
    }

    @Test
    void powerCut_thatDidNotFire_isSaid() throws IOException {
        bench.manufactured();

        assertThat(bench.run("boot", "--cut-power", "5:torn")).isZero();

        assertThat(bench.err()).contains("no power cut: nothing written, none of them number 5:torn");
    }

    @Test
    void powerCut_whileStaging_leavesWhatRuns() throws IOException {
        bench.manufactured();

        assertThat(bench.run("load", bench.release(2, 10000), "--cut-power", "4:garbage"))
                .isEqualTo(137);

        assertThat(bench.run("boot")).isZero();
        assertThat(bench.out()).contains("booted    version 1.0.0");
        assertThat(bench.run("load", bench.release(2, 10000))).isZero();
    }

    // ---- wear

    @Test
    void wear_sinceAnEarlierLook_isWhatAnUpdateCosts() throws IOException {
        bench.manufactured();
        Path look = dir.resolve("look.json");
        bench.json(0, "wear");
        Files.writeString(look, bench.out());
        bench.pending().run("boot", "--reset", "request");

        JsonNode wear = bench.json(0, "wear", "--since", look);

        long sum = 0;
        for (JsonNode sector : wear.get("erasesBySector")) {
            sum += sector.asLong();
        }
        assertThat(wear.get("erases").asLong()).isEqualTo(sum).isPositive();
        assertThat(wear.get("most").asInt()).isBetween(1, 4);
        assertThat(wear.get("areas").findValuesAsText("name"))
                .containsExactly("journal", "envelope A", "envelope B", "primary", "secondary");
        assertThat(bench.run("wear", "--sectors")).isZero();
        assertThat(bench.out()).contains("all").contains("sector 0");
        Files.writeString(look, new ObjectMapper().writeValueAsString(wear));
        assertThat(bench.run("wear", "--since", look)).isEqualTo(1);
        assertThat(bench.err()).contains("is a difference itself");
    }

    /** A worn-out sector is one of the flash's, not of the verb's: {@code draw} and {@code wear} name it. */
    @Test
    void wear_ofAPlatform_saysWhatSectorsBearAndWhichAreBad() throws IOException {
        bench.json(0, "init", "--profile", "nrf52840-spi-nor", "--provision", bench.keys("example.com"));
        bench.json(0, "load", bench.release(1, 9000));
        bench.pending().run("boot", "--reset", "request");
        try (DeviceStorage storage = DeviceStorage.open(bench.device(), DeviceStorage.Options.withoutFaults())) {
            storage.flash().stick(300);
        }

        JsonNode wear = bench.json(0, "wear");

        JsonNode parts = wear.get("parts");
        assertThat(wear.get("erasesBySector")).hasSize(256 + 128);
        assertThat(wear.get("erasesBySector").get(0).asInt()).isPositive();
        assertThat(wear.get("erasesBySector").get(250).asInt()).isZero();
        assertThat(wear.get("erasesBySector").get(256).asInt()).isPositive();
        assertThat(wear.get("areas").findValuesAsText("name")).contains("unused");
        assertThat(parts.findValuesAsText("part")).containsExactly("internal", "external");
        assertThat(parts.findValuesAsText("enduranceErases")).containsExactly("10000", "100000");
        int most = parts.get(0).get("most").asInt();
        assertThat(most).isPositive();
        assertThat(parts.get(0).get("usedPercent").asDouble()).isEqualTo(most / 100.0);
        assertThat(parts.get(1).get("badSectors").get(0).asInt()).isEqualTo(300);
        assertThat(bench.run("wear")).isZero();
        assertThat(bench.out()).contains("a sector bears 100000 erases", "bad: 300");
        assertThat(bench.run("draw", "--ascii")).isZero();
        assertThat(bench.out()).contains("! bad");
        assertThat(bench.json(0, "draw").get("badSectors").get(0).asInt()).isEqualTo(300);
    }

    // ---- platforms

    @Test
    void device_ofEachPlatform_takesAnUpdate() throws IOException {
        assertThat(bench.runRaw("init", "--help")).isZero();
        String help = bench.out().replaceAll("\\s+", " ");
        for (String platform : PlatformProfiles.all().keySet()) {
            assertThat(help).contains(platform);
            JsonNode made = bench.json(0, "init", "--profile", platform, "--provision", bench.keys("example.com"));
            assertThat(made.get("topology").asText()).endsWith(" on " + platform);
            bench.json(0, "load", bench.release(1, 9000));

            bench.pending();

            assertThat(bench.json(0, "boot", "--reset", "request").get("trial").asBoolean())
                    .as(platform)
                    .isTrue();
            bench.json(0, "confirm");
            assertThat(bench.json(0, "boot").get("report").get("version").asText())
                    .isEqualTo("2.0.0");
            Files.delete(bench.device().resolve("flash.bin"));
            Files.delete(bench.device().resolve("otp.bin"));
        }
    }

    @Test
    void profile_thatIsNone_orWithSectorsOfItsOwn_isMisuse() {
        for (String[] more : new String[][] {
            {"--profile", "z80"},
            {"--profile", "k64f", "--sector-size", "4096"},
            {"--profile", "k64f", "--slot-size", "900000"},
            {"--profile", "k64f", "--topology", "heterogeneous"},
            {"--profile", "stm32f407", "--topology", "two-stage"}
        }) {
            assertThat(bench.run("init", (Object[]) more))
                    .as(String.join(" ", more))
                    .isEqualTo(2);
            assertThat(bench.device().resolve("otp.bin")).doesNotExist();
        }
        assertThat(bench.err()).contains("too small for a two-stage topology with offset");
    }
}
