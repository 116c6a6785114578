package io.moult.suit.process;

import static io.moult.suit.testing.Scene.ABORT;
import static io.moult.suit.testing.Scene.COPY;
import static io.moult.suit.testing.Scene.MATCH;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.everyIndex;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.indices;
import static io.moult.suit.testing.Scene.installing;
import static io.moult.suit.testing.Scene.manifest;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.run;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.text;
import static io.moult.suit.testing.Scene.tryEach;
import static io.moult.suit.testing.Scene.tryEachOrNothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Component indices, try-each, run-sequence, soft failure and strict order (draft-ietf-suit-manifest-37 section 6). */
class ControlFlowTest {
    private static final Parameter SOFT = new Parameter.SoftFailure(true);
    private static final Parameter HARD = new Parameter.SoftFailure(false);

    private final Scene scene = new Scene();

    @Test
    void componentIndex_true_runsACommandForEveryComponentInOrder() {
        Step step = scene.install(installing(3, everyIndex(), override(content("x")), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a", "write b", "write c");
    }

    @Test
    void componentIndex_list_runsACommandInTheOrderOfTheList() {
        Step step = scene.install(installing(3, indices(2, 0), override(content("x")), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write c", "write a");
    }

    @Test
    void runSequence_underTrue_runsTheWholeSequenceForOneComponentAfterTheOther() {
        Step step = scene.install(installing(2, everyIndex(), run(override(content("x")), WRITE, WRITE)));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a", "write a", "write b", "write b");
    }

    @Test
    void componentIndex_setInsideASequence_isThatOfBeforeBehindIt() {
        Step step = scene.install(installing(2, index(0), override(content("x")), run(index(1)), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a");
    }

    @Test
    void parameters_areThoseOfEachComponent() {
        Step step = scene.install(installing(
                2, index(0), override(content("of a")), index(1), override(content("of b")), everyIndex(), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.at("a")).isEqualTo(text("of a"));
        assertThat(scene.device.at("b")).isEqualTo(text("of b"));
    }

    @Test
    void tryEach_takesTheFirstSequenceWhoseConditionsHold() {
        Step step = scene.install(installing(
                1,
                tryEach(
                        sequence(ABORT, override(content("first"))),
                        sequence(override(content("second"))),
                        sequence(override(content("third")))),
                WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.at("a")).isEqualTo(text("second"));
    }

    @Test
    void tryEach_ofWhichNoneSucceeds_aborts() {
        assertFailed(
                scene.install(installing(1, tryEach(sequence(ABORT), sequence(ABORT)))),
                RefusalReason.CONDITION_FAILED);
    }

    @Test
    void tryEach_withNilAtTheEnd_mayAllFail() {
        Step step = scene.install(
                installing(1, override(content("x")), tryEachOrNothing(sequence(ABORT), sequence(ABORT)), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a");
    }

    @Test
    void softFailure_setFalseInATryEach_aborts() {
        assertFailed(
                scene.install(installing(1, tryEach(sequence(override(HARD), ABORT), sequence(MATCH)))),
                RefusalReason.CONDITION_FAILED);
    }

    @Test
    void softFailure_ofARunSequence_isFalseUnlessSet() {
        assertFailed(scene.install(installing(1, run(ABORT))), RefusalReason.CONDITION_FAILED);

        Step step = scene.install(installing(1, override(content("x")), run(override(SOFT), ABORT, WRITE), WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a");
    }

    @Test
    void softFailure_isNotInheritedByASequenceInside() {
        assertFailed(scene.install(installing(1, run(override(SOFT), run(ABORT)))), RefusalReason.CONDITION_FAILED);
    }

    @Test
    void softFailure_isOverWhenItsSequenceIs() {
        assertFailed(scene.install(installing(1, run(run(override(SOFT)), ABORT))), RefusalReason.CONDITION_FAILED);
    }

    @Test
    void directive_thatFailsUnderSoftFailure_aborts() {
        Step step = scene.install(installing(
                2,
                index(0),
                tryEachOrNothing(
                        sequence(override(new Parameter.SourceComponent(1)), COPY), sequence(override(content("x"))))));

        assertFailed(step, RefusalReason.INSTALL_FAILED);
    }

    @Test
    void tryEach_inATryEach_thatFailsAsADirective_abortsBoth() {
        assertFailed(
                scene.install(installing(
                        1, tryEachOrNothing(sequence(tryEach(sequence(ABORT), sequence(ABORT))), sequence(MATCH)))),
                RefusalReason.CONDITION_FAILED);
    }

    @Test
    void sharedSequence_runsBeforeEachSection() {
        Manifest manifest = manifest(
                        sequence(override(new Parameter.ImageDigest(digest("x")), new Parameter.ImageSize(1))), "a")
                .section(Section.INSTALL, sequence(override(content("x")), WRITE, MATCH))
                .section(Section.VALIDATE, sequence(MATCH))
                .build();
        ManifestProcessor processor = scene.processor(manifest);

        assertThat(processor.install()).isEqualTo(new Step.Done());
        assertThat(processor.validate()).isEqualTo(new Step.Done());
    }

    @Test
    void strictOrderFalse_aComponentThatIsSourceAndTarget_aborts() {
        scene.device.put("b", text("x"));
        Command free = override(new Parameter.StrictOrder(false));

        assertFailed(
                scene.install(installing(
                        2,
                        index(0),
                        override(new Parameter.SourceComponent(1)),
                        free,
                        COPY,
                        index(1),
                        override(content("y")),
                        WRITE)),
                RefusalReason.MALFORMED);
    }

    @Test
    void strictOrderFalse_aRunSequenceChoosesItsComponentOnceAndAtOnce() {
        Command free = override(new Parameter.StrictOrder(false));

        assertThat(scene.install(installing(2, index(0), free, run(index(1), override(content("x")), WRITE))))
                .isEqualTo(new Step.Done());
        assertFailed(
                scene.install(installing(2, index(0), free, run(override(content("x")), WRITE))),
                RefusalReason.MALFORMED);
        assertFailed(scene.install(installing(2, index(0), free, run(index(1), index(0)))), RefusalReason.MALFORMED);
        assertFailed(scene.install(installing(2, everyIndex(), free, run(index(1)))), RefusalReason.MALFORMED);
    }

    /** Section 7: under true a parameter is set for each component, or the command fails. */
    @Test
    void parameter_thatOneOfAllComponentsLacks_aborts() {
        Step step = scene.install(installing(2, index(0), override(content("of a")), everyIndex(), WRITE));

        assertFailed(step, RefusalReason.INSTALL_FAILED);
        assertThat(scene.device.deeds).containsExactly("write a");
    }

    /** Serial processing is one of the forms that section 6.7 allows: every command is complete before the next begins. */
    @Test
    void strictOrderFalse_runsOneCommandAfterTheOtherAllTheSame() {
        Step step = scene.install(installing(
                2,
                index(0),
                override(new Parameter.StrictOrder(false), content("x")),
                WRITE,
                index(1),
                override(content("y")),
                WRITE,
                override(new Parameter.StrictOrder(true)),
                index(0),
                WRITE));

        assertThat(step).isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write a", "write b", "write a");
    }

    /** Section 6.3: the same manifest leads to the same state, wherever it is run. */
    @Test
    void manifest_runOnTwoDevices_leavesTheSameInBoth() {
        Scene other = new Scene();
        other.device.put("a", text("what was there before"));
        Manifest manifest = installing(
                2, everyIndex(), tryEach(sequence(ABORT), sequence(override(content("x")))), WRITE, index(1), WRITE);

        assertThat(scene.install(manifest)).isEqualTo(new Step.Done());
        assertThat(other.install(manifest)).isEqualTo(new Step.Done());

        assertThat(scene.device.stored).isNotEmpty().isEqualTo(other.device.stored);
    }

    @Test
    void overrideMultiple_isTheSameForSeveral_andTheLastIsCurrent() {
        Command multiple = new Directive.OverrideMultiple(List.of(
                new Directive.OverrideMultiple.Entry(0, Parameters.of(content("of a"))),
                new Directive.OverrideMultiple.Entry(1, Parameters.of(content("of b")))));

        assertThat(scene.install(installing(2, multiple, WRITE, index(0), WRITE)))
                .isEqualTo(new Step.Done());
        assertThat(scene.device.deeds).containsExactly("write b", "write a");
        assertThat(scene.device.at("a")).isEqualTo(text("of a"));
    }

    @Test
    void copyParams_takesWhatIsNamedFromTheOther() {
        long contentCode = content("").code();
        Command copy = new Directive.CopyParams(List.of(new Directive.CopyParams.Entry(0, List.of(contentCode))));

        assertThat(scene.install(installing(2, index(0), override(content("of a")), index(1), copy, WRITE)))
                .isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("of a"));
        assertFailed(scene.install(installing(2, index(1), copy)), RefusalReason.INSTALL_FAILED);
    }

    @Test
    void setParameters_leavesAloneWhatIsSet() {
        assertThat(scene.install(installing(1, override(content("first")), Scene.defaults(content("second")), WRITE)))
                .isEqualTo(new Step.Done());
        assertThat(scene.device.at("a")).isEqualTo(text("first"));
    }

    @Test
    void steps_beyondTheLimit_areRefused() {
        List<Command> many = new ArrayList<>(List.of(everyIndex(), override(content("x"))));
        IntStream.range(0, 400).forEach(i -> many.add(WRITE));

        assertFailed(scene.install(installing(3, many.toArray(new Command[0]))), RefusalReason.LIMIT_EXCEEDED);
    }

    private static Digest digest(String text) {
        return Digest.sha256(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void assertFailed(Step step, RefusalReason reason) {
        assertThat(step).isInstanceOf(Step.Failed.class);
        assertThat(((Step.Failed) step).refusal().reason())
                .as(((Step.Failed) step).refusal().toString())
                .isEqualTo(reason);
    }
}
