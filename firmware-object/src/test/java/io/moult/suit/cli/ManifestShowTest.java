package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.testing.ManifestGenerator;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code manifest show} in words, as JSON and in diagnostic notation, of everything that a manifest may have. */
class ManifestShowTest {
    @TempDir
    private Path directory;

    @Test
    void show_ofEveryVector_explainsItInAllForms() {
        for (String name : Vectors.envelopes()) {
            Path file = Vectors.path(name);

            assertThat(Moult.run("manifest", "show", file).status()).as(name).isZero();
            assertThat(Moult.run("manifest", "show", file, "--json").status()).isZero();
            Moult.Result edn = Moult.run("manifest", "show", file, "--edn");
            assertThat(edn.status()).isZero();
            assertThat(edn.out()).startsWith("107({\n  2: <<[");
        }
    }

    @Test
    void show_ofGeneratedManifests_leavesNoCommandWithoutWords() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Manifest manifest = new ManifestGenerator(seed).manifest();
            Bytes encoded = ManifestEncoder.encode(manifest);
            Path file = write(
                    "generated.suit",
                    EnvelopeEncoder.encode(
                            new EnvelopeEncoder.Parts(
                                    encoded,
                                    EnvelopeEncoder.digestOf(encoded),
                                    List.of(),
                                    ManifestEncoder.severed(manifest)),
                            Map.of()));

            Moult.Result words = Moult.run("manifest", "show", file);
            Moult.Result json = Moult.run("manifest", "show", file, "--json");

            assertThat(words.status()).as("seed %d: %s", seed, words.err()).isZero();
            assertThat(words.out()).doesNotContain("(unknown)").doesNotContain("Exception");
            assertThat(new ObjectMapper()
                            .readTree(json.out())
                            .at("/0/components")
                            .size())
                    .isEqualTo(manifest.components().size());
        }
    }

    @Test
    void show_ofAlternatives_tellsThemOneByOne() throws IOException {
        Path file = Vectors.path("manifest-spec-v37/example3.signed.suit");

        assertThat(Moult.run("manifest", "show", file).out().lines().map(String::strip))
                .containsSubsequence(
                        "install           try, until one succeeds:",
                        "- set component-slot 0",
                        "check that the slot is the given one",
                        "set uri http://example.com/file1.bin",
                        "- set component-slot 1",
                        "fetch the payload");
        JsonNode install = new ObjectMapper()
                .readTree(Moult.run("manifest", "show", file, "--json").out())
                .at("/0/sequences/install/0");
        assertThat(install.path("command").asText()).isEqualTo("try-each");
        assertThat(install.path("attempts").size()).isEqualTo(2);
    }

    @Test
    void show_ofADependent_namesItsDependencyAndItsPayloads() throws IOException {
        Path file = Vectors.path("trust-domains-v11/example2_integrated.hex");

        Moult.Result words = Moult.run("manifest", "show", file);
        JsonNode json = new ObjectMapper()
                .readTree(Moult.run("manifest", "show", file, "--json").out())
                .get(0);
        Moult.Result edn = Moult.run("manifest", "show", file, "--edn");

        assertThat(words.out())
                .contains("depends on        the manifest in dependent.suit, for the components under dependent.suit")
                .contains("itself            is component depending.suit")
                .contains("for dependent.suit:")
                .contains("do what the manifest in it says here");
        assertThat(json.at("/dependencies/0/component").asText()).isEqualTo("dependent.suit");
        assertThat(json.at("/payloads/0/key").asText()).isEqualTo("#dependent.suit");
        assertThat(json.at("/payloads/0/lengthBytes").asLong()).isEqualTo(190);
        assertThat(edn.out())
                .contains("\"#dependent.suit\": h''")
                .contains("/ #dependent.suit: 190 octets that are not shown /");
    }

    @Test
    void show_ofSeveralPayloads_namesThemAll() throws IOException {
        Bytes manifest = ManifestEncoder.encode(new ManifestSketch().build());
        Map<String, Bytes> payloads = new TreeMap<>(Map.of("#image", ManifestSketch.IMAGE, "#other", Bytes.EMPTY));
        Path file = write(
                "two.suit",
                EnvelopeEncoder.encode(
                        new EnvelopeEncoder.Parts(
                                manifest, EnvelopeEncoder.digestOf(manifest), List.of(), new TreeMap<>()),
                        payloads));

        assertThat(Moult.run("manifest", "show", file).out())
                .contains("image from        this envelope (#image, 28 octets; #other, 0 octets)");
    }

    @Test
    void show_inTwoFormsAtOnce_isMisuse() {
        assertThat(Moult.run("manifest", "show", "x", "--edn", "--json").status())
                .isEqualTo(2);
    }

    private Path write(String name, Bytes octets) throws IOException {
        return Files.write(directory.resolve(name), octets.toArray());
    }
}
