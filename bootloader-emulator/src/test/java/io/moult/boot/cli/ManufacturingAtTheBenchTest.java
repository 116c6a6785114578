package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.factory.ManufacturingImageWriter;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boot load} of a manufacturing image: R55, R56. */
class ManufacturingAtTheBenchTest {
    private static final Bytes BOOTLOADER = Bytes.wrap(new byte[] {1, 2, 3});

    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    /** Signed by one author, and provisioning the certificate of another if that is wanted. */
    private Path image(String signer, String owner) throws IOException {
        byte[] application = new byte[9000];
        new Random(1).nextBytes(application);
        Path file = Files.write(dir.resolve("app.bin"), application);
        KeySet keys = KeySet.read(bench.keys(owner));
        Release release = ReleaseBuilder.of(KeySet.read(bench.keys(signer)))
                .version(Version.parse("1.0.0"))
                .sequenceNumber(1)
                .build(file);
        Path factory = dir.resolve("factory.img");
        try (OutputStream out = Files.newOutputStream(factory);
                InputStream octets = Files.newInputStream(file)) {
            new ManufacturingImageWriter(out)
                    .add(Part.BOOTLOADER, BOOTLOADER)
                    .add(Part.CERTIFICATE, keys.certificateDer())
                    .add(Part.ENVELOPE, release.stripped())
                    .add(Part.APPLICATION, octets)
                    .finish(keys.vendorId(), keys.classId());
        }
        return factory;
    }

    @Test
    void blankDevice_isMadeWholeAndTakesUpdates() throws IOException {
        bench.json(0, "init", "--slot-size", 16384);

        JsonNode loaded = bench.json(0, "load", image("example.com", "example.com"));

        assertThat(loaded.get("loadedAs").asText()).isEqualTo("first");
        assertThat(Files.readAllBytes(bench.device().resolve("bootloader.bin"))).isEqualTo(BOOTLOADER.toArray());
        assertThat(bench.json(0, "state").get("provisioned").asBoolean()).isTrue();
        bench.pending();
        assertThat(bench.json(0, "boot").get("report").get("version").asText()).isEqualTo("2.0.0");
    }

    @Test
    void deviceWithFirmware_orOfAnotherOwner_takesNone() throws IOException {
        bench.manufactured();
        assertThat(bench.run("load", image("example.com", "example.com"))).isEqualTo(1);
        assertThat(bench.err()).contains("has firmware already");
        assertThat(bench.run("load", "--golden", dir.resolve("factory.img"))).isEqualTo(2);

        Files.delete(bench.device().resolve("flash.bin"));
        Files.delete(bench.device().resolve("otp.bin"));
        bench.json(0, "init", "--slot-size", 16384, "--provision", bench.keys("example.org"));
        assertThat(bench.run("load", dir.resolve("factory.img"))).isEqualTo(1);
        assertThat(bench.err()).contains("provisioned already");
    }

    /** What is burnt in stays for good: first it is seen that the device would boot. */
    @Test
    void imageWhoseApplicationIsOfAnotherAuthor_isRefusedAndNothingIsBurntIn() throws IOException {
        bench.json(0, "init", "--slot-size", 16384);

        JsonNode error =
                bench.json(1, "load", image("example.org", "example.com")).get("error");

        assertThat(error.get("sentence").asText()).contains("the first image is refused: unknown-signer");
        assertThat(bench.json(0, "state").get("provisioned").asBoolean()).isFalse();
        assertThat(bench.device().resolve("bootloader.bin")).doesNotExist();
    }

    @Test
    void damagedImage_isRefused_andAnotherTopologyHasNoPlaceForIt() throws IOException {
        Path factory = image("example.com", "example.com");
        bench.json(0, "init", "--slot-size", 16384, "--topology", "dual-cpu");
        assertThat(bench.run("load", factory)).isEqualTo(1);
        assertThat(bench.err()).contains("no place for component main");

        byte[] octets = Files.readAllBytes(factory);
        octets[1] ^= 1;
        Files.write(factory, octets);
        assertThat(bench.json(1, "load", factory).get("error").get("sentence").asText())
                .contains("factory.img is no manufacturing image");
    }

    @Test
    void powerCut_anywhereInIt_isRepairedByLoadingAgain() throws IOException {
        Path factory = image("example.com", "example.com");
        for (int at = 1; ; at += 3) {
            bench.json(0, "init", "--slot-size", 16384);
            int status = bench.run("load", factory, "--cut-power", at + ":torn");
            if (status == 0) {
                assertThat(at).isGreaterThan(8);
                break;
            }
            assertThat(status).isEqualTo(137);
            if (bench.run("boot") != 0) {
                bench.json(0, "load", factory);
            }
            assertThat(bench.json(0, "boot").get("report").get("version").asText())
                    .isEqualTo("1.0.0");
            Files.delete(bench.device().resolve("flash.bin"));
            Files.delete(bench.device().resolve("otp.bin"));
        }
    }
}
