package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.boot.DeviceStorage;
import io.moult.boot.topology.Topology;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.author.ReleaseBuilder.Part;
import io.moult.suit.author.ReleaseSet;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices with several components, by hand: R82, R83, R106, R108, R142, R143. */
class SetsAtTheBenchTest {
    private static final ComponentId SECURE = ComponentId.of("secure");
    private static final ComponentId NORMAL = ComponentId.of("normal");

    @TempDir
    Path dir;

    private BootBench bench;

    @BeforeEach
    void sitDown() {
        bench = new BootBench(dir);
    }

    private Part secure(int seed) throws IOException {
        return part(SECURE, 6000, seed, true);
    }

    private Part normal(int seed) throws IOException {
        return part(NORMAL, 9000, 100 + seed, true);
    }

    private static Part kept(Part part) {
        return new Part(part.component(), part.image(), false);
    }

    private Part part(ComponentId component, int imageBytes, int seed, boolean brought) throws IOException {
        byte[] image = new byte[imageBytes];
        new Random(seed).nextBytes(image);
        return new Part(component, Files.write(dir.resolve(component + "-" + seed + ".bin"), image), brought);
    }

    private ReleaseSet built(int sequence, Part... parts) throws IOException {
        return ReleaseBuilder.of(KeySet.read(bench.keys("example.com")))
                .version(Version.parse(sequence + ".0.0"))
                .sequenceNumber(sequence)
                .buildSet(List.of(parts));
    }

    private Path release(int sequence, Part... parts) throws IOException {
        return written(sequence, built(sequence, parts).envelope());
    }

    private Path written(int sequence, EnvelopeDraft envelope) throws IOException {
        Path file = dir.resolve(sequence + ".suit");
        try (OutputStream out = Files.newOutputStream(file)) {
            envelope.writeTo(out);
        }
        return file;
    }

    private void manufactured() throws IOException {
        bench.json(
                0,
                "init",
                "--topology",
                "secure-normal",
                "--slot-size",
                16384,
                "--provision",
                bench.keys("example.com"));
        bench.json(0, "load", release(1, secure(1), normal(1)));
    }

    private void confirmed(Path release) throws IOException {
        bench.json(0, "load", release);
        bench.json(0, "pending");
        assertThat(bench.json(0, "boot").get("trial").asBoolean()).isTrue();
        bench.json(0, "confirm");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void set_loadedTriedAndNotConfirmed_goesBackTogether() throws IOException {
        manufactured();
        JsonNode booted = bench.json(0, "boot");
        assertThat(booted.get("images").findValuesAsText("component")).containsExactly("secure", "normal");
        assertThat(bench.json(0, "load", release(2, secure(2), normal(2)))
                        .get("image")
                        .get("verified")
                        .asBoolean())
                .isTrue();
        bench.json(0, "pending");
        JsonNode trial = bench.json(0, "boot", "--reset", "request");
        assertThat(trial.get("report").get("version").asText()).isEqualTo("2.0.0");

        JsonNode back = bench.json(0, "boot", "--reset", "crash");

        assertThat(back.get("report").get("event").asText()).isEqualTo("reverted");
        JsonNode images = bench.json(0, "state").get("running").get("components");
        assertThat(images.findValuesAsText("imageSha256")).containsExactly(sha256(secure(1)), sha256(normal(1)));
    }

    private String sha256(Part part) throws IOException {
        return built(9, part).images().get(0).digest().value().hex();
    }

    /** A factory puts in everything. */
    @Test
    void firstSet_thatKeepsAPartition_isRefused() throws IOException {
        bench.json(0, "init", "--topology", "secure-normal", "--slot-size", 16384);

        JsonNode error = bench.json(1, "load", release(1, kept(secure(1)), normal(1)));

        assertThat(error.get("error").get("sentence").asText()).contains("there is no image for component secure");
    }

    @Test
    void set_thatKeepsAPartition_bringsTheOtherAlone() throws IOException {
        manufactured();

        JsonNode staged = bench.json(0, "load", release(2, kept(secure(1)), normal(2)));

        assertThat(texts(staged.get("image").get("brings"))).containsExactly("normal");
        assertThat(staged.get("image").get("verified").asBoolean()).isTrue();
        bench.run("load", dir.resolve("2.suit"));
        assertThat(bench.out()).contains("secure 6000 B, normal 9000 B", "secure stays as it is");
        confirmed(dir.resolve("2.suit"));
        assertThat(bench.run("state")).isZero();
        assertThat(bench.out()).contains("secure: 6000 B, sha-256 " + sha256(secure(1)));
        assertThat(bench.out()).contains("normal: 9000 B, sha-256 " + sha256(normal(2)));
    }

    /** The kept image is named by its digest: on a device that holds another one, nothing is written. */
    @Test
    void set_thatKeepsWhatTheDeviceDoesNotHold_isRefusedBeforeAnythingIsWritten() throws IOException {
        manufactured();
        confirmed(release(2, secure(2), normal(1)));

        JsonNode error =
                bench.json(1, "load", release(3, kept(secure(1)), normal(2))).get("error");

        assertThat(error.get("name").asText()).isEqualTo("no-image");
        assertThat(error.get("sentence").asText()).contains("brings no image of secure");
        JsonNode state = bench.json(0, "state");
        assertThat(state.get("staged").isNull()).isTrue();
        assertThat(state.get("other").get("version").asText()).isEqualTo("1.0.0");
    }

    @Test
    void set_withAnImageThatTheDeviceHasAlready_isTakenAndThatImagePassedOver() throws IOException {
        manufactured();

        JsonNode staged = bench.json(0, "load", release(2, secure(1), normal(2)));

        assertThat(texts(staged.get("image").get("brings"))).containsExactly("normal");
        assertThat(staged.get("image").get("verified").asBoolean()).isTrue();
    }

    @Test
    void release_ofOtherComponents_isRefusedByName() throws IOException {
        manufactured();
        Part main = part(ComponentId.MAIN, 5000, 3, true);

        for (Path other : List.of(release(2, main), bench.release(3, 5000), release(4, secure(2)))) {
            JsonNode error = bench.json(1, "load", other).get("error");

            assertThat(error.get("name").asText()).isEqualTo("unsupported-component");
            assertThat(error.get("sentence").asText()).contains("this one has secure and normal");
        }
    }

    @Test
    void set_thatIsCutShortOrHasAnImageOfAnotherLength_isNotTried() throws IOException {
        manufactured();
        byte[] whole = Files.readAllBytes(release(2, secure(2), normal(2)));
        ReleaseSet honest = built(3, secure(3), normal(3));
        List<EnvelopeDraft.Payload> swapped = new ArrayList<>(honest.envelope().payloads());
        EnvelopeDraft.Content other = built(4, part(NORMAL, 8000, 4, true))
                .envelope()
                .payloads()
                .get(0)
                .content();
        swapped.set(1, new EnvelopeDraft.Payload("#normal", other));
        Path shorter = written(
                3,
                new EnvelopeDraft(
                        honest.envelope().authentication(), honest.envelope().entries(), swapped));

        for (int left :
                new int[] {whole.length - 4000, whole.length - 9001, whole.length - 9008, whole.length - 12000}) {
            Path cut = Files.write(dir.resolve("cut.suit"), Arrays.copyOf(whole, left));
            assertThat(bench.json(1, "load", cut).get("error").get("name").asText())
                    .isEqualTo("truncated");
        }
        assertThat(bench.json(1, "load", shorter).get("error").get("name").asText())
                .isEqualTo("image-size");

        assertThat(bench.json(0, "boot").get("report").get("version").asText()).isEqualTo("1.0.0");
        confirmed(release(2, secure(2), normal(2)));
    }

    private void breakThePrimarySlots() throws IOException {
        try (DeviceStorage storage = DeviceStorage.open(bench.device(), DeviceStorage.Options.withoutFaults())) {
            Topology topology = storage.topology();
            for (var place : topology.components()) {
                storage.flash().rot(8 * (topology.offsetOf(place.primary()) + 77));
            }
        }
    }

    @Test
    void brokenDevice_isRecoveredFromAWholeSetAlone() throws IOException {
        manufactured();
        breakThePrimarySlots();
        assertThat(bench.json(1, "boot").get("outcome").asText()).isEqualTo("recovery");

        JsonNode partly = bench.json(1, "recover", "--from", release(3, kept(secure(1)), normal(2)));
        assertThat(partly.get("error").get("name").asText()).isEqualTo("no-image");
        JsonNode recovered = bench.json(0, "recover", "--from", release(2, secure(2), normal(2)));

        assertThat(recovered.get("report").get("version").asText()).isEqualTo("2.0.0");
        assertThat(recovered.get("images")).hasSize(2);
        bench.json(0, "confirm");
    }

    @Test
    void recoveryOfASet_cutAnywhere_leadsBackToItOrToTheNewSet() throws IOException {
        manufactured();
        breakThePrimarySlots();
        Path flash = bench.device().resolve("flash.bin");
        byte[] broken = Files.readAllBytes(flash);
        Path set = release(2, secure(2), normal(2));
        long writes = bench.json(0, "recover", "--from", set).get("writes").asLong();
        assertThat(writes).isGreaterThan(10);

        for (long at = 1; at <= writes; at += 4) {
            Files.write(flash, broken);
            assertThat(bench.run("recover", "--from", set, "--cut-power", at + ":garbage"))
                    .isEqualTo(137);
            assertThat(bench.json(0, "recover", "--from", set)
                            .get("report")
                            .get("version")
                            .asText())
                    .isEqualTo("2.0.0");
        }
    }

    @Test
    void goldenSet_startsWhereNothingElseDoes() throws IOException {
        bench.json(
                0,
                "init",
                "--topology",
                "two-stage",
                "--slot-size",
                16384,
                "--golden",
                "--provision",
                bench.keys("example.com"));
        Part boot = part(ComponentId.of("boot"), 5000, 1, true);
        Part main = part(ComponentId.MAIN, 7000, 2, true);
        bench.json(0, "load", "--golden", release(1, boot, main));
        bench.json(0, "load", release(2, boot, main));
        breakThePrimarySlots();

        JsonNode started = bench.json(0, "boot");

        assertThat(started.get("golden").asBoolean()).isTrue();
        assertThat(started.get("images").findValuesAsText("component")).containsExactly("boot", "main");
    }
}
