package io.moult.suit.process;

import static io.moult.suit.process.ControlFlowTest.assertFailed;
import static io.moult.suit.testing.Scene.ABORT;
import static io.moult.suit.testing.Scene.COPY;
import static io.moult.suit.testing.Scene.FETCH;
import static io.moult.suit.testing.Scene.INTEGRITY;
import static io.moult.suit.testing.Scene.PROCESS;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.manifest;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For how long the result of a dependency's check holds, and for whom: draft-ietf-suit-trust-domains-11 section 5.6.4. */
class DependencyResultsTest {
    private final Scene scene = new Scene();
    private final Manifest child = manifest(CommandSequence.EMPTY, "b")
            .section(Section.INSTALL, sequence(override(content("x")), WRITE))
            .section(Section.VALIDATE, sequence(override(content("x"))))
            .build();

    @Test
    void check_madeByAnotherManifest_doesNotCount() {
        Manifest middle = manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit")
                .section(Section.INSTALL, sequence(PROCESS))
                .build();
        scene.device.put("child.suit", scene.author.envelope(child));
        scene.device.put("middle.suit", scene.author.envelope(middle));
        Manifest root = manifest(
                        List.of(new Dependency(0, Optional.empty()), new Dependency(1, Optional.empty())),
                        CommandSequence.EMPTY,
                        "middle.suit",
                        "child.suit")
                .section(
                        Section.INSTALL,
                        sequence(
                                index(1),
                                override(digestOf(child)),
                                INTEGRITY,
                                PROCESS,
                                index(0),
                                override(digestOf(middle)),
                                INTEGRITY,
                                PROCESS))
                .build();

        Step step = scene.install(root);

        assertNotChecked(step);
    }

    @Test
    void check_ofAProcedureThatIsComplete_isVoid() {
        scene.device.put("child.suit", scene.author.envelope(child));
        ManifestProcessor processor = scene.processor(parent(index(0), override(digestOf(child)), INTEGRITY, PROCESS));

        assertThat(processor.install()).isEqualTo(new Step.Done());

        assertNotChecked(processor.validate());
    }

    @Test
    void check_ofAProcedureThatWasAborted_isVoid() {
        scene.device.put("child.suit", scene.author.envelope(child));
        ManifestProcessor processor = scene.processor(parent(index(0), override(digestOf(child)), INTEGRITY, ABORT));

        assertFailed(processor.install(), RefusalReason.CONDITION_FAILED);

        assertNotChecked(processor.validate());
    }

    @Test
    void check_ofADependencyThatIsFetchedAgain_isVoid() {
        scene.device.put("child.suit", scene.author.envelope(child));
        ManifestProcessor processor = scene.processor(
                parent(index(0), override(digestOf(child), new Parameter.Uri("#again")), INTEGRITY, FETCH, PROCESS));

        assertThat(processor.install()).isInstanceOf(Step.NeedDependency.class);

        assertNotChecked(processor.payloadStored());
    }

    @Test
    void check_ofADependencyThatIsCopiedOver_isVoid() {
        scene.device.put("child.suit", scene.author.envelope(child));
        scene.device.put("b", text("anything"));

        assertNotChecked(scene.install(parent(
                index(0), override(digestOf(child), new Parameter.SourceComponent(1)), INTEGRITY, COPY, PROCESS)));
    }

    /** Section 5, and 8.1: who has no such section cannot have the dependency's processed. */
    @Test
    void section_thatADependencyHasAndItsDependentHasNot_aborts() {
        Manifest verifying = manifest(CommandSequence.EMPTY, "b")
                .section(Section.INSTALL, sequence(override(content("x")), WRITE))
                .section(Section.CANDIDATE_VERIFICATION, sequence(override(content("x"))))
                .build();
        scene.device.put("child.suit", scene.author.envelope(verifying));

        Step step = scene.install(parent(index(0), override(digestOf(verifying)), INTEGRITY, PROCESS));

        assertThat(step)
                .isEqualTo(new Step.Failed(new Refusal(
                        RefusalReason.INSTALL_FAILED,
                        "a dependency has candidate-verification, which its dependent does not")));
        assertThat(scene.device.deeds).isEmpty();
    }

    /** Validates the dependency without a check of its own. */
    private static Manifest parent(Command... install) {
        return manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .section(Section.INSTALL, sequence(install))
                .section(Section.VALIDATE, sequence(index(0), PROCESS))
                .build();
    }

    private static void assertNotChecked(Step step) {
        assertThat(step)
                .isEqualTo(new Step.Failed(new Refusal(
                        RefusalReason.INSTALL_FAILED,
                        "process-dependency of child.suit, whose integrity was not checked")));
    }

    private static Parameter digestOf(Manifest manifest) {
        Digest digest = EnvelopeEncoder.digestOf(ManifestEncoder.encode(manifest));
        return new Parameter.ImageDigest(digest);
    }
}
