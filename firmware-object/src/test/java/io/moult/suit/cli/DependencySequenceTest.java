package io.moult.suit.cli;

import static io.moult.suit.testing.Scene.FETCH;
import static io.moult.suit.testing.Scene.INTEGRITY;
import static io.moult.suit.testing.Scene.PROCESS;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.TestAuthor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * REQ.SEC.SEQUENCE for manifests that others depend on: a new root manifest does not bring an old dependency back
 * (THREAT.IMG.EXPIRED).
 */
class DependencySequenceTest {
    private static final String URI = "coaps://updates.example.com/radio.suit";

    private final TestAuthor author = new TestAuthor();

    @TempDir
    private Path directory = Path.of("set by JUnit");

    private Path trust = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        trust = Files.write(
                directory.resolve("trust.der"), author.keys().getPublic().getEncoded());
    }

    @Test
    void dependency_olderThanTheOneBefore_isRefusedInANewerManifest() throws IOException {
        assertThat(process(1, 5, "five").status()).isZero();

        Moult.Result refused = process(2, 4, "four");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("refused sequence-too-low").contains("dependency radio.suit");
        assertThat(radio()).isEqualTo("five");
    }

    @Test
    void dependency_thatIsTheSameOrNewer_isInstalled() throws IOException {
        assertThat(process(1, 5, "five").status()).isZero();
        assertThat(process(2, 5, "five").status()).isZero();
        assertThat(process(3, 6, "six").status()).isZero();
        assertThat(radio()).isEqualTo("six");
        assertThat(process(4, 5, "five").status()).isEqualTo(1);
    }

    @Test
    void dependency_thatIsAnotherOfTheSameNumber_isRefused() throws IOException {
        assertThat(process(1, 5, "five").status()).isZero();

        Moult.Result refused = process(2, 5, "another five");

        assertThat(refused.out()).contains("refused sequence-too-low").contains("dependency radio.suit");
        assertThat(radio()).isEqualTo("five");
    }

    /** Numbers count once a whole update holds. */
    @Test
    void dependency_ofAnUpdateThatFailed_doesNotCount() throws IOException {
        assertThat(process(1, 9, "nine", new Parameter.Uri("#nowhere")).status())
                .isEqualTo(1);

        assertThat(process(1, 5, "five").status()).isZero();
    }

    private Moult.Result process(long root, long dependency, String text, Parameter... failing) throws IOException {
        Manifest child = manifest(dependency, List.of(), "radio")
                .section(Section.INSTALL, sequence(override(content(text)), WRITE))
                .build();
        Manifest.Builder parent = manifest(root, List.of(new Dependency(0, Optional.empty())), "radio.suit", "other")
                .section(
                        Section.DEPENDENCY_RESOLUTION,
                        sequence(
                                index(0),
                                override(
                                        new Parameter.ImageDigest(
                                                EnvelopeEncoder.digestOf(ManifestEncoder.encode(child))),
                                        new Parameter.Uri(URI)),
                                FETCH,
                                INTEGRITY));
        CommandSequence install = failing.length == 0
                ? sequence(index(0), override(digestOf(child)), INTEGRITY, PROCESS)
                : sequence(index(0), override(digestOf(child)), INTEGRITY, PROCESS, index(1), override(failing), FETCH);
        Path envelope = Files.write(
                directory.resolve("root.suit"),
                author.envelope(parent.section(Section.INSTALL, install).build())
                        .toArray());
        Path inner = Files.write(
                directory.resolve("inner.suit"), author.envelope(child).toArray());
        return Moult.run(
                "manifest",
                "process",
                envelope,
                "--trust",
                trust,
                "--recipient",
                directory.resolve("device"),
                "--payload",
                URI + "=" + inner);
    }

    private static Parameter digestOf(Manifest child) {
        return new Parameter.ImageDigest(EnvelopeEncoder.digestOf(ManifestEncoder.encode(child)));
    }

    private static Manifest.Builder manifest(long sequence, List<Dependency> dependencies, String... components) {
        List<ComponentId> ids =
                List.of(components).stream().map(one -> ComponentId.of(one)).toList();
        return new Manifest.Builder(sequence).common(new Common(dependencies, ids, CommandSequence.EMPTY));
    }

    private String radio() throws IOException {
        return Files.readString(directory.resolve("device").resolve("radio"));
    }
}
