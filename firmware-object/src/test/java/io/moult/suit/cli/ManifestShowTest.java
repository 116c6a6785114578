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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .contains("\"#dependent.suit\": h'' / 190 octets that are not shown /");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            manifest-spec-v37/example0.signed.suit     | run h'00'
            manifest-spec-v37/example1.signed.suit     | fetch http://example.com/file.bin into h'00'
            manifest-spec-v37/example3.signed.suit     | fetch http://example.com/file1.bin or http://example.com/file2.bin into h'00'
            manifest-spec-v37/example4.signed.suit     | fetch http://example.com/file.bin into h'02'; copy h'02' to h'00'; copy h'00' to h'01'; run h'01'
            libcsuit-v34/suit_manifest_expI.suit       | fetch #tc of this envelope into
            libcsuit-v34/suit_manifest_expI.suit       | when it is uninstalled, give up
            libcsuit-v34/suit_manifest_expU1.suit      | wait for an authorization of priority -1 and power state 10
            libcsuit-v34/suit_manifest_expEW.suit      | write 46 octets of the manifest into decrypted-firmware, decrypted
            libcsuit-v34/suit_manifest_expAF.suit      | into encrypted-firmware; copy encrypted-firmware to plaintext-firmware, decrypted
            trust-domains-v11/example2_integrated.hex  | do what the manifest in dependent.suit says; write 26 octets of the manifest into 10; run 10
            """)
    void show_beginsWithWhatADeviceWouldDo(String file, String deeds) throws IOException {
        JsonNode told = new ObjectMapper()
                .readTree(Moult.run("manifest", "show", Vectors.path(file), "--json")
                        .out())
                .at("/0/wouldDo");
        String words = Moult.run("manifest", "show", Vectors.path(file)).out();

        assertThat(StreamSupport.stream(told.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("; ")))
                .contains(deeds);
        assertThat(words)
                .contains("  a device would    ")
                .contains(deeds.substring(deeds.lastIndexOf("; ") + 1).strip());
    }

    @Test
    void show_ofAnEncryptedPayload_tellsForWhom() {
        assertThat(Moult.run("manifest", "show", Vectors.path("fwenc-v24/suit-manifest-es-ecdh-content.hex.signed"))
                        .out())
                .contains("encryption-info of 140 octets (A128GCM (1), ECDH-ES + A128KW (-29) to key 6b69642d32)");
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
