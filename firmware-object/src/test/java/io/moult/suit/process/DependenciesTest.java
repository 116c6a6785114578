package io.moult.suit.process;

import static io.moult.suit.process.ControlFlowTest.assertFailed;
import static io.moult.suit.testing.Scene.FETCH;
import static io.moult.suit.testing.Scene.INTEGRITY;
import static io.moult.suit.testing.Scene.MATCH;
import static io.moult.suit.testing.Scene.PROCESS;
import static io.moult.suit.testing.Scene.UNLINK;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.defaults;
import static io.moult.suit.testing.Scene.everyIndex;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.manifest;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.run;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.text;
import static io.moult.suit.testing.Scene.tryEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Unsigned;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** draft-ietf-suit-trust-domains-11: R85, R120, R130, R134. */
class DependenciesTest {
    private static final ComponentId ROOT_PLACE = ComponentId.of("root.suit");

    private final Scene scene = new Scene();
    /** Writes into b what its dependent may have said, or else a default. */
    private final Manifest child = manifest(CommandSequence.EMPTY, "b")
            .section(Section.INSTALL, sequence(defaults(content("default")), WRITE))
            .section(Section.UNINSTALL, sequence(UNLINK))
            .build();

    @Test
    void dependency_isFetchedAuthenticatedAndProcessed() {
        ManifestProcessor processor = scene.processor(parent(fetchAndCheck(child), index(0), PROCESS));

        Step asked = processor.install();

        assertThat(asked)
                .isEqualTo(new Step.NeedDependency(
                        ManifestPath.ROOT,
                        ComponentId.of("child.suit"),
                        "#child",
                        Optional.of(digestOf(child)),
                        Handling.PLAIN));
        store(child);
        assertThat(processor.payloadStored()).isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("default"));
    }

    @Test
    void parameterOfTheDependent_replacesTheDependencysDefault() {
        store(child);
        Manifest parent = manifest(
                        List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .section(
                        Section.INSTALL,
                        sequence(
                                index(1),
                                override(content("of the dependent")),
                                index(0),
                                override(new Parameter.ImageDigest(digestOf(child))),
                                INTEGRITY,
                                PROCESS))
                .build();

        assertThat(scene.install(parent)).isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("of the dependent"));
    }

    /** REQ.USE.MFST.OVERRIDE_REMOTE: a second manifest leads the fetch into its own network. */
    @Test
    void addressOfTheDependent_replacesTheDependencysDefault() {
        Manifest fetching = manifest(CommandSequence.EMPTY, "b")
                .section(Section.INSTALL, sequence(defaults(new Parameter.Uri("coaps://author.example/b")), FETCH))
                .build();
        store(fetching);
        Manifest parent = manifest(
                        List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .section(
                        Section.INSTALL,
                        sequence(
                                index(1),
                                override(new Parameter.Uri("coaps://operator.example/b")),
                                index(0),
                                override(new Parameter.ImageDigest(digestOf(fetching))),
                                INTEGRITY,
                                PROCESS))
                .build();

        Step step = scene.install(parent);

        assertThat(((Step.NeedPayload) step).uri()).isEqualTo("coaps://operator.example/b");
    }

    @Test
    void prefix_standsBeforeTheComponentsOfTheDependency() {
        store(child);
        Manifest parent = manifest(
                        List.of(new Dependency(0, Optional.of(ComponentId.of("radio")))),
                        CommandSequence.EMPTY,
                        "child.suit")
                .section(
                        Section.INSTALL,
                        sequence(index(0), override(new Parameter.ImageDigest(digestOf(child))), INTEGRITY, PROCESS))
                .build();

        assertThat(scene.install(parent)).isEqualTo(new Step.Done());
        assertThat(scene.device.stored.get(ComponentId.of("radio", "b"))).isEqualTo(text("default"));
    }

    @Test
    void imageMatch_ofADependency_coversItsManifestAndNotItsEnvelope() {
        Manifest parent = parent(
                CommandSequence.EMPTY,
                index(0),
                override(new Parameter.ImageDigest(digestOf(child)), new Parameter.ImageSize(1)),
                MATCH);
        store(child);
        Bytes envelope = scene.device.at("child.suit");

        assertThat(scene.install(parent)).isEqualTo(new Step.Done());
        assertThat(Digest.sha256(envelope)).isNotEqualTo(digestOf(child));
    }

    @Test
    void processDependency_withoutIntegrityCheck_aborts() {
        store(child);

        assertFailed(scene.install(parent(CommandSequence.EMPTY, index(0), PROCESS)), RefusalReason.INSTALL_FAILED);
    }

    @Test
    void processDependency_afterAnImageMatch_makesTheOtherChecksItself() {
        store(child);
        Manifest parent = parent(
                CommandSequence.EMPTY, index(0), override(new Parameter.ImageDigest(digestOf(child))), MATCH, PROCESS);

        assertThat(scene.install(parent)).isEqualTo(new Step.Done());
        scene.device.put("child.suit", new TestAuthor().envelope(child));
        assertFailed(scene.install(parent), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void processDependency_ofWhatIsNone_aborts() {
        assertFailed(scene.install(parent(CommandSequence.EMPTY, index(1), PROCESS)), RefusalReason.MALFORMED);
    }

    @Test
    void processDependency_underTrue_appliesToTheDependenciesAlone() {
        store(child);
        Command check = tryEach(
                sequence(new Condition.IsDependency(Scene.QUIET), INTEGRITY),
                sequence(override(new Parameter.Uri("unused"))));

        Step step = scene.install(parent(
                CommandSequence.EMPTY,
                index(0),
                override(new Parameter.ImageDigest(digestOf(child))),
                everyIndex(),
                check,
                PROCESS));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("default"));
    }

    @Test
    void dependencyIntegrity_ofAnotherManifest_abortsEvenUnderSoftFailure() {
        Manifest other = manifest(CommandSequence.EMPTY, "b")
                .section(Section.INSTALL, sequence(override(content("evil")), WRITE))
                .build();
        store(other);

        Step step = scene.install(parent(
                CommandSequence.EMPTY,
                index(0),
                override(new Parameter.ImageDigest(digestOf(child))),
                run(override(new Parameter.SoftFailure(true)), INTEGRITY)));

        assertFailed(step, RefusalReason.MANIFEST_DIGEST);
        assertThat(scene.device.deeds).isEmpty();
    }

    @Test
    void dependencyIntegrity_ofAnEnvelopeThatNobodyTrustedSigned_aborts() {
        scene.device.put("child.suit", new TestAuthor().envelope(child));

        assertFailed(scene.install(parent(CommandSequence.EMPTY, checks(child))), RefusalReason.UNKNOWN_SIGNER);
    }

    @Test
    void dependencyIntegrity_isVoidWhenTheDependencyIsWrittenAgain() {
        store(child);
        Step step = scene.install(parent(
                CommandSequence.EMPTY,
                index(0),
                override(new Parameter.ImageDigest(digestOf(child)), content("anything")),
                INTEGRITY,
                WRITE,
                PROCESS));

        assertFailed(step, RefusalReason.INSTALL_FAILED);
    }

    @Test
    void payload_isNotFetchedBeforeAllDependenciesAreThereAndAuthentic() {
        Manifest parent =
                parent(CommandSequence.EMPTY, index(1), override(new Parameter.Uri("coaps://example.com/b")), FETCH);

        assertFailed(scene.install(parent), RefusalReason.MALFORMED);
        store(child);
        Step step = scene.install(parent);

        // it is authentic now, and the section of its name is the next thing that is missed
        assertThat(step).isInstanceOf(Step.NeedPayload.class);
    }

    @Test
    void section_thatLeavesOutTheSectionOfADependency_aborts() {
        store(child);

        assertFailed(scene.install(parent(CommandSequence.EMPTY, checks(child))), RefusalReason.INSTALL_FAILED);
    }

    @Test
    void dependencies_whereNobodyCanJudgeThem_abort() {
        store(child);
        ManifestProcessor alone =
                new ManifestProcessor(scene.verified(parent(CommandSequence.EMPTY, checks(child))), scene.device);

        assertFailed(alone.install(), RefusalReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void manifest_thatDependsOnItself_isRefusedByTheLimit() {
        Manifest loop = manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .section(
                        Section.INSTALL,
                        sequence(index(1), override(new Parameter.Uri("coaps://example.com/b")), FETCH))
                .build();
        store(loop);

        assertFailed(scene.install(loop), RefusalReason.LIMIT_EXCEEDED);
    }

    @Test
    void unlink_givesUpOnce_andRemovesWhatNobodyCountsOn() {
        store(child);
        scene.device.put("b", text("installed"));
        scene.device.link(ComponentId.of("b"), ComponentId.of("child.suit"));
        scene.device.link(ComponentId.of("child.suit"), ROOT_PLACE);
        scene.device.link(ComponentId.of("child.suit"), ComponentId.of("other.suit"));
        Manifest parent = uninstalling();

        assertThat(scene.processor(parent).uninstall()).isEqualTo(new Step.Done());
        assertThat(scene.processor(parent).uninstall()).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).as("another counts on it").isEmpty();

        scene.device.unlink(ComponentId.of("child.suit"), ComponentId.of("other.suit"));
        assertThat(scene.processor(parent).uninstall()).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("remove b", "remove child.suit");
    }

    @Test
    void component_onWhichAnotherCounts_isNotAltered() {
        scene.device.holders.put(ComponentId.of("b"), Set.of(ComponentId.of("other.suit")));
        Manifest writing = manifest(CommandSequence.EMPTY, "b")
                .componentId(ROOT_PLACE)
                .section(Section.INSTALL, sequence(override(content("x")), WRITE))
                .build();

        assertFailed(scene.install(writing), RefusalReason.INSTALL_FAILED);
        assertThat(scene.device.deeds).isEmpty();
    }

    @Test
    void component_thatTheManifestInstalled_isHeldByIt() {
        Manifest writing = manifest(CommandSequence.EMPTY, "b")
                .componentId(ROOT_PLACE)
                .section(Section.INSTALL, sequence(override(content("x")), WRITE))
                .build();

        assertThat(scene.install(writing)).isEqualTo(new Step.Done());
        assertThat(scene.install(writing)).as("applied again").isEqualTo(new Step.Done());
        assertThat(scene.device.holders(ComponentId.of("b"))).containsExactly(ROOT_PLACE);
    }

    /** Each manifest counts on the next one sixteen times over: the last would be read 16 to the power of 6 times. */
    @Test
    void dependencies_thatMultiplyFromLevelToLevel_endWithinTheSteps() {
        Manifest manifest = manifest(CommandSequence.EMPTY, "image")
                .section(Section.INSTALL, sequence(override(new Parameter.Uri("#image")), FETCH))
                .build();
        for (int level = 6; level > 0; level--) {
            manifest = sixteenTimes(manifest, "level " + level + " ");
        }

        ManifestProcessor processor = new ManifestProcessor(
                scene.verified(manifest), scene.device, (stored, component, prefix) -> Unsigned.accept(stored));

        assertFailed(processor.install(), RefusalReason.LIMIT_EXCEEDED);
    }

    private Manifest sixteenTimes(Manifest dependency, String name) {
        List<Dependency> all = IntStream.range(0, 16)
                .mapToObj(index -> new Dependency(index, Optional.empty()))
                .toList();
        String[] components =
                IntStream.range(0, 17).mapToObj(index -> name + index).toArray(String[]::new);
        Bytes envelope = scene.author.envelope(dependency);
        all.forEach(one -> scene.device.put(components[one.index()], envelope));
        return manifest(all, CommandSequence.EMPTY, components)
                .section(Section.INSTALL, sequence(index(16), override(new Parameter.Uri("#image")), FETCH))
                .build();
    }

    private Manifest uninstalling() {
        return manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .componentId(ROOT_PLACE)
                .section(Section.UNINSTALL, sequence(index(0), UNLINK))
                .build();
    }

    private static Command[] checks(Manifest of) {
        return new Command[] {index(0), override(new Parameter.ImageDigest(digestOf(of))), INTEGRITY};
    }

    private static CommandSequence fetchAndCheck(Manifest of) {
        return sequence(
                index(0),
                override(new Parameter.ImageDigest(digestOf(of)), new Parameter.Uri("#child")),
                FETCH,
                INTEGRITY);
    }

    private static Manifest parent(CommandSequence resolution, Command... install) {
        Manifest.Builder builder =
                manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b");
        if (!resolution.commands().isEmpty()) {
            builder.section(Section.DEPENDENCY_RESOLUTION, resolution);
        }
        return builder.section(Section.INSTALL, sequence(install)).build();
    }

    private static Digest digestOf(Manifest manifest) {
        return EnvelopeEncoder.digestOf(ManifestEncoder.encode(manifest));
    }

    private void store(Manifest manifest) {
        scene.device.put("child.suit", scene.author.envelope(manifest));
    }
}
