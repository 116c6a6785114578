package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Identifiers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code manifest verify} for a device, of manifests of any shape: who it is, and what comes along. R27, R114. */
class DeviceVerdictTest extends AuthorsWorkshop {
    private static final String FIRST = "1492af14-2569-5e48-bf42-9b2d51f2ab45";
    private static final String SECOND = "9ad1b9ed-7b9e-47b7-9e3b-b56ef70eba0b";
    private static final String THIRD = "fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe";

    @Test
    void classesAsAlternatives_eachFits_andNoOther() throws IOException {
        make("""
                sequence: 7
                components: [main]
                shared:
                  - try-each:
                      - - override-parameters: {class-identifier: %s}
                        - class-identifier
                      - - override-parameters: {class-identifier: %s}
                        - class-identifier
                """.formatted(FIRST, SECOND));

        assertThat(verify("--class", FIRST)).startsWith("accepted ").contains("applicable: yes");
        assertThat(verify("--class", SECOND)).startsWith("accepted ");
        assertThat(verify("--class", THIRD)).startsWith("refused class-mismatch: ");
        assertThat(verify("--class", FIRST, "--min-sequence", "8")).startsWith("refused sequence-too-low: ");
    }

    @Test
    void manifestForOneDevice_isForNoOther() throws IOException {
        make("""
                sequence: 1
                components: [a, b]
                install:
                  - set-component-index: b
                  - override-parameters: {device-identifier: %s}
                  - device-identifier
                """.formatted(FIRST));

        assertThat(verify("--device", FIRST)).startsWith("accepted ");
        assertThat(verify("--device", SECOND)).startsWith("refused device-mismatch: ");
        assertThat(verify("--vendor", THIRD)).as("the vendor is not asked for").startsWith("accepted ");
    }

    @Test
    void vendorByItsEnterpriseNumber_isComparedAsItsId() throws IOException {
        make("""
                sequence: 1
                components: [main]
                shared:
                  - override-parameters: {vendor-identifier: {enterprise-number: "8216"}}
                  - vendor-identifier
                """);

        assertThat(verify(
                        "--vendor",
                        Identifiers.vendorIdOfNumber(Bytes.ofHex("8216")).toString()))
                .startsWith("accepted ");
        assertThat(verify("--vendor", THIRD)).startsWith("refused vendor-mismatch: ");
    }

    @Test
    void conditionThatFailsSoftly_stopsNobody() throws IOException {
        make("""
                sequence: 1
                components: [main]
                shared:
                  - override-parameters: {class-identifier: %s}
                install:
                  - run-sequence:
                      - override-parameters: {soft-failure: true}
                      - class-identifier
                  - try-each:
                      - - class-identifier
                      - - abort
                      - nothing
                """.formatted(FIRST));

        assertThat(verify("--class", SECOND)).startsWith("accepted ");
    }

    @Test
    void oneOfTwoImages_changed_isRefused() throws IOException {
        Files.writeString(home.resolve("B.bin"), "Another image.");
        make("""
                sequence: 1
                components: [a, b, store]
                payload-fetch:
                  - set-component-index: a
                  - override-parameters: {uri: "#a", image-digest: {file: NEW.bin}}
                  - fetch
                  - set-component-index: store
                  - override-parameters: {uri: "#b"}
                  - fetch
                install:
                  - set-component-index: a
                  - image-match
                  - set-component-index: b
                  - override-parameters: {source-component: store, image-digest: {file: B.bin, algorithm: sha-384}}
                  - copy
                  - image-match
                payloads: {"#a": NEW.bin, "#b": B.bin}
                """);
        assertThat(verify()).startsWith("accepted ");

        try (RandomAccessFile file = new RandomAccessFile(manifest.toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write('!' + 1);
        }

        assertThat(verify()).startsWith("refused image-digest: ");
    }

    @Test
    void dependencyThatComesAlong_isTheOneThatWasSigned() throws IOException {
        Path dependency = home.resolve("dep.suit");
        create("sequence: 1\ncomponents: [main]\nvalidate:\n  - image-match\n", dependency);
        String parent = """
                sequence: 1
                components: [dep.suit]
                dependencies: [{component: dep.suit}]
                dependency-resolution:
                  - override-parameters: {uri: "#dep.suit", image-digest: %s}
                  - fetch
                  - image-match
                payloads: {"#dep.suit": dep.suit}
                """;

        make(parent.formatted("{manifest-of: dep.suit}"));
        assertThat(verify()).startsWith("accepted ").contains("[#dep.suit is not authentic: no-signature: ");

        ok(Moult.run("manifest", "sign", dependency, "--key", keys));
        make(parent.formatted("{manifest-of: dep.suit}"));
        assertThat(verify()).startsWith("accepted ").doesNotContain("not authentic");

        make(parent.formatted("{sha-256: " + "00".repeat(32) + "}"));
        assertThat(verify()).startsWith("refused image-digest: ").contains("the manifest in #dep.suit");
    }

    private void make(String yaml) throws IOException {
        Files.deleteIfExists(manifest);
        create(yaml, manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));
    }

    private String verify(Object... more) {
        Object[] words = new Object[5 + more.length];
        System.arraycopy(new Object[] {"manifest", "verify", manifest, "--trust", keys}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return Moult.run(words).out();
    }
}
