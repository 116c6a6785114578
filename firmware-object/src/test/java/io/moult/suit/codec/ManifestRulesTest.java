package io.moult.suit.codec;

import static io.moult.suit.codec.Decoding.assertDetail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the drafts say a manifest must be, each rule by a manifest that keeps it and one that breaks it. The sections are
 * those of draft-ietf-suit-manifest-37 where nothing else is said.
 */
class ManifestRulesTest {
    private static final Condition MATCH = new Condition.ImageMatch(ReportPolicy.NONE);

    private final TestAuthor author = new TestAuthor();
    private final ManifestSketch sketch = new ManifestSketch();

    /** Section 6.1: with more than one component, each command sequence MUST begin with set-component-index. */
    @ParameterizedTest
    @ValueSource(strings = {"shared sequence", "install", "validate"})
    void sequence_ofTwoComponentsThatDoesNotBeginWithSetComponentIndex_isRefused(String which) {
        sketch.components.add(ComponentId.of("other"));
        Manifest good = sketch.build();
        assertThat(refusal(good)).isEmpty();

        Manifest bad = withoutFirst(good, which);

        assertThat(refusal(bad).orElseThrow())
                .isEqualTo(new Refusal(
                        RefusalReason.MALFORMED,
                        which + " does not begin with set-component-index, and there are 2 components"));
    }

    /** update-management section 5.7: override-multiple is set-component-index and override-parameters in one. */
    @Test
    void sequence_ofTwoComponentsThatBeginsWithOverrideMultiple_isTaken() {
        sketch.components.add(ComponentId.of("other"));
        Manifest built = sketch.build();
        CommandSequence install = CommandSequence.of(
                new Directive.OverrideMultiple(List.of(new Directive.OverrideMultiple.Entry(0, size()))), MATCH);

        assertThat(refusal(copy(built).section(Section.INSTALL, install).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, ", "1, a component index in validate is 1, and the components have [0]"})
    void componentIndex_beyondTheList_isRefused(int index, String detail) {
        sketch.validate.add(0, new Directive.SetComponentIndex(new ComponentSelection.One(index)));

        assertBroken(detail);
    }

    @Test
    void componentIndexes_withOneBeyondTheList_areRefusedWhereverTheyStand() {
        Command several = new Directive.SetComponentIndex(new ComponentSelection.Several(List.of(0, 7)));
        sketch.validate.add(
                0,
                new Directive.RunSequence(CommandSequence.of(new Directive.TryEach(
                        List.of(CommandSequence.of(MATCH), CommandSequence.of(several)), false))));

        assertBroken("a component index in validate is 7, and the components have [0]");
    }

    @Test
    void overrideMultiple_ofAComponentBeyondTheList_isRefused() {
        sketch.installTail.add(
                0, new Directive.OverrideMultiple(List.of(new Directive.OverrideMultiple.Entry(3, size()))));

        assertBroken("a component of override-multiple in install is 3");
    }

    @Test
    void copyParams_fromAComponentBeyondTheList_isRefused() {
        sketch.installTail.add(0, new Directive.CopyParams(List.of(new Directive.CopyParams.Entry(3, List.of(14L)))));

        assertBroken("a source of copy-params in install is 3");
    }

    @Test
    void sourceComponent_beyondTheList_isRefused() {
        sketch.installTail.add(0, new Directive.OverrideParameters(Parameters.of(new Parameter.SourceComponent(7))));

        assertBroken("a source-component in install is 7");
    }

    /** trust-domains section 5.2.1; in its examples the index of a dependency goes beyond the list. */
    @Test
    void dependency_beyondTheListOfComponents_countsAsOneMore() {
        sketch.dependencies = List.of(new Dependency(1, Optional.of(ComponentId.of("part"))));

        assertBroken("shared sequence does not begin with set-component-index, and there are 2 components");
        sketch.components.add(ComponentId.of("other"));
        assertThat(refusal(sketch.build())).isEmpty();
    }

    /** Section 8.4.8.15: soft-failure MUST NOT be set outside of try-each or run-sequence. */
    @Test
    void softFailure_outsideOfTryEachAndRunSequence_isRefused() {
        Directive soft = new Directive.OverrideParameters(Parameters.of(new Parameter.SoftFailure(true)));
        sketch.validate.add(0, new Directive.RunSequence(CommandSequence.of(soft, MATCH)));
        sketch.validate.add(
                0, new Directive.TryEach(List.of(CommandSequence.of(soft, MATCH), CommandSequence.of(MATCH)), false));
        assertThat(refusal(sketch.build())).isEmpty();

        sketch.validate.add(0, soft);

        assertBroken("soft-failure set in validate, outside of try-each and run-sequence");
    }

    /** Section 5.3.2 and the CDDL's SUIT_Shared_Commands: the shared sequence has no effects but on parameters. */
    @ParameterizedTest
    @CsvSource({
        "820b00, process-dependency",
        "821200, write",
        "8213a10e01, set-parameters",
        "821500, fetch",
        "821600, copy",
        "821700, invoke",
        "82181d00, wait",
        "82181f00, swap",
        "82182100, unlink",
        "821822a100a10e01, override-multiple",
        "821823a1008103, copy-params",
        "8239012bf6, custom-command(-300)",
        "82182043821500, fetch", // within run-sequence
        "820f8243820e0043821500, fetch" // within try-each
    })
    void sharedSequence_withADirectiveThatActs_isRefused(String sequence, String name) {
        assertThat(Decoding.refusal(manifestWithShared(sequence)).orElseThrow())
                .isEqualTo(new Refusal(RefusalReason.MALFORMED, name + " in the shared sequence"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "820c00",
                "820cf5",
                "820c8100",
                "8214a10e01",
                "82182043820300",
                "820f8243820e0043820300",
                "820300",
                "820e00",
                "82181900",
                "82181a00",
                "82181b00",
                "82181c00",
                "820400",
                "820700",
                "820800"
            })
    void sharedSequence_ofConditionsAndWhatItMayHave_isTaken(String sequence) {
        assertThat(Decoding.refusal(manifestWithShared(sequence))).isEmpty();
    }

    /** Section 8.4.8.15: a custom parameter MUST NOT be used in the shared sequence; nor in a sequence within it. */
    @ParameterizedTest
    @ValueSource(strings = {"8214a139012b01", "8218204782 14a139012b01"})
    void sharedSequence_withACustomParameter_isRefused(String sequence) {
        assertThat(Decoding.refusal(manifestWithShared(sequence.replace(" ", "")))
                        .orElseThrow()
                        .detail())
                .isEqualTo("custom parameter -300 in the shared sequence");
    }

    /** Section 8.4.8.2: UUIDs MUST be created according to versions 3, 4 or 5. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "4, true", "5, true", "6, false", "7, false", "8, false"})
    void uuid_ofAnotherVersionThan3Or4Or5_isRefused(int version, boolean taken) {
        UUID other = new UUID((long) version << 12, 0x8000_0000_0000_0001L);
        for (Parameter parameter : List.of(
                new Parameter.VendorIdentifier(other),
                new Parameter.ClassIdentifier(other),
                new Parameter.DeviceIdentifier(other))) {
            sketch.validate =
                    new ArrayList<>(List.of(new Directive.OverrideParameters(Parameters.of(parameter)), MATCH));

            Optional<Refusal> refusal = refusal(sketch.build());

            assertThat(refusal.isEmpty()).isEqualTo(taken);
            refusal.ifPresent(why ->
                    assertThat(why.detail()).startsWith(parameter.label()).endsWith("is no UUID of version 3, 4 or 5"));
        }
    }

    @Test
    void uuid_ofAnotherVariant_isRefused() {
        sketch.vendor = new UUID(0x5000L, 0xc000_0000_0000_0001L);

        assertBroken("vendor-identifier");
    }

    /** What an author's tool asks before signing is what a decoder asks after reading. */
    @ParameterizedTest
    @EnumSource(Break.class)
    void brokenBy_saysWhatTheDecoderWouldRefuse(Break how) {
        assertThat(ManifestRules.brokenBy(sketch.build())).isEmpty();
        switch (how) {
            case INDEX -> sketch.validate.add(new Directive.SetComponentIndex(new ComponentSelection.One(1)));
            case DEPENDENCY ->
                sketch.dependencies = List.of(new Dependency(9, Optional.empty())); // no set-component-index then;
            case EMPTY -> sketch.validate.clear();
        }

        assertThat(ManifestRules.brokenBy(sketch.build())).isPresent();
        assertThat(refusal(sketch.build())).isPresent();
    }

    /** A way to break a manifest. */
    enum Break {
        INDEX,
        DEPENDENCY,
        EMPTY
    }

    @Test
    void customCommand_ofTheRangeForStandards_cannotBeMade() {
        assertThatThrownBy(() -> new CustomCommand(-255, CborItem.Simple.NULL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Parameters size() {
        return Parameters.of(new Parameter.ImageSize(1));
    }

    private static Manifest.Builder copy(Manifest manifest) {
        Manifest.Builder copy = new Manifest.Builder(manifest.sequenceNumber()).common(manifest.common());
        manifest.sections().forEach(copy::section);
        return copy;
    }

    private static Manifest withoutFirst(Manifest manifest, String which) {
        Manifest.Builder copy = copy(manifest);
        if ("shared sequence".equals(which)) {
            return copy.common(
                            new Common(manifest.dependencies(), manifest.components(), rest(manifest.sharedSequence())))
                    .build();
        }
        for (Section section : Section.values()) {
            if (section.label().equals(which)) {
                copy.section(section, rest(manifest.sequence(section).orElseThrow()));
            }
        }
        return copy.build();
    }

    private static CommandSequence rest(CommandSequence sequence) {
        return new CommandSequence(
                sequence.commands().subList(1, sequence.commands().size()));
    }

    /** A manifest of one component, h'00', whose shared sequence has these octets. */
    private Bytes manifestWithShared(String sequenceHex) {
        Bytes common = new CborWriter()
                .map(2)
                .raw(Bytes.ofHex("0281814100"))
                .unsigned(4)
                .bytes(Bytes.ofHex(sequenceHex))
                .toBytes();
        return author.envelope(new CborWriter()
                .map(3)
                .raw(Bytes.ofHex("0101020003"))
                .bytes(common)
                .toBytes());
    }

    private void assertBroken(@Nullable String detail) {
        assertDetail(refusal(sketch.build()), detail);
    }

    private Optional<Refusal> refusal(Manifest manifest) {
        return Decoding.refusal(author.envelope(manifest));
    }
}
