package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
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
import io.moult.suit.testing.Heads;
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

    /** update-management section 4.7: override-multiple is set-component-index and override-parameters in one. */
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

    /** trust-domains section 5.2.1; in its examples the index of a dependency goes beyond the list. */
    @Test
    void dependency_beyondTheListOfComponents_countsAsOneMore() {
        sketch.dependencies = List.of(new Dependency(1, Optional.of(ComponentId.of("part"))));

        assertBroken("shared sequence does not begin with set-component-index, and there are 2 components");
        sketch.components.add(ComponentId.of("other"));
        assertThat(refusal(sketch.build())).isEmpty();
    }

    /** Section 8.4.8.14: soft-failure MUST NOT be set outside of try-each or run-sequence. */
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

    /** Section 5.4 and the CDDL's SUIT_Shared_Commands: the shared sequence has no effects but on parameters. */
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
        assertThat(refusal(manifestWithShared(sequence)).orElseThrow())
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
        assertThat(refusal(manifestWithShared(sequence))).isEmpty();
    }

    /** Section 8.4.8.15: a custom parameter MUST NOT be used in the shared sequence; nor in a sequence within it. */
    @ParameterizedTest
    @ValueSource(strings = {"8214a139012b01", "8218204782 14a139012b01"})
    void sharedSequence_withACustomParameter_isRefused(String sequence) {
        assertThat(refusal(manifestWithShared(sequence.replace(" ", "")))
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

    /** The CDDL of try-each: two sequences at least, then perhaps nil. */
    @ParameterizedTest
    @CsvSource({
        "80, try-each of less than two sequences",
        "81f6, try-each of less than two sequences",
        "8143820300, try-each of less than two sequences",
        "8243820300f6, try-each of less than two sequences",
        "83438203004382 0300f6, ",
        "824382030043820300, ",
        "83f64382030043820300, a sequence of try-each is not a byte string",
        "8343820300f643820300, a sequence of try-each is not a byte string",
        "8240 4382 0300, try-each of validate: ends at octet 0 inside an item",
        "82418043820300, try-each of validate is not pairs of command and argument",
        "00, try-each is not an array"
    })
    void tryEach_ofAnotherForm_isRefused(String argument, String detail) {
        assertSequence("820f" + argument.replace(" ", ""), detail);
    }

    @ParameterizedTest
    @CsvSource({
        "00, ",
        "f5, ",
        "8100, ",
        "f4, a component index is not an unsigned number",
        "f6, a component index is not an unsigned number",
        "80, set-component-index of no component",
        "20, a component index is not an unsigned number",
        "1820, a component index is 32: there is none",
        "1bffffffffffffffff, a component index is 18446744073709551615: there is none",
        "81f5, a component index is not"
    })
    void setComponentIndex_ofAnotherForm_isRefused(String argument, String detail) {
        assertSequence("820c" + argument, detail);
    }

    @ParameterizedTest
    @CsvSource({
        "182040, run-sequence of validate: ends at octet 0",
        "182000, run-sequence is not a byte string",
        "1822a0, override-multiple of no component",
        "1822a100a0, an empty map of parameters",
        "1823a0, copy-params from no component",
        "1823a10080, copy-params of no parameter",
        "1823a1008103, ",
        "1822a100a10e01, ",
        "13a10e01, ",
        "13a0, an empty map of parameters",
        "39012bf6, ",
        "39012b00, ",
        "39012b4100, ",
        "39012b80, custom-command(-300) has an argument that is neither",
        "39012bf5, custom-command(-300) has an argument that is neither"
    })
    void command_ofAnotherForm_isRefused(String commandAndArgument, String detail) {
        assertSequence("82" + commandAndArgument, detail);
    }

    /** The parameters of all drafts, good and bad; the map has one entry, in the validate sequence. */
    @ParameterizedTest
    @CsvSource({
        "01d87001, vendor-identifier is not a byte string",
        "01d8704201ff, ",
        "01d86f4201ff, vendor-identifier is not a byte string",
        "0340, image-digest: ends at",
        "034101, image-digest is not an array",
        "0400, ",
        "041bffffffffffffffff, ",
        "0420, use-before is not an unsigned number",
        "0500, ",
        "0520, component-slot is not an unsigned number",
        "0cf5, ",
        "0cf4, ",
        "0c00, strict-order is neither true nor false",
        "1340, ",
        "1300, encryption-info is not a byte string",
        "1740, ",
        "17f6, invoke-args is not a byte string",
        "184000, parameter", // 0x18 0x40 is key 64: unknown, taken by the decoder
        "181940, ",
        "181900, fetch-arguments is not a byte string",
        "181a00, ",
        "181a20, minimum-battery is not an unsigned number",
        "181b20, ",
        "181b3bffffffffffffffff, update-priority is not an integer of 63 bits",
        "181c4482018101, ",
        "181c44 82008101, version comparison 0 is none",
        "181c4482068101, version comparison 6 is none",
        "181c4382 0180, a version without numbers",
        "181c4482018120, a version that begins with a mark of a pre-release",
        "181c428101, a version match does not have two parts",
        "181d43a10100, ",
        "181d41a0, wait-info without an event",
        "181d43a10a00, wait-info with wait event 10",
        "181d47a1061a00015180, wait event 6 at 86400",
        "181d43a10707, wait event 7 at 7",
        "181d4aa1048241ff8182 018101, ",
        "181d46a1048241ff80, without a version",
        "181e41a0, ",
        "181e43a10900, component-metadata with member 9",
        "181e44a1 0719ff, component-metadata: ends at",
        "181e43a10700, a time in component-metadata without its tag",
        "181e44a107c100, ",
        "181e44a107c200, a time in component-metadata without its tag",
        "181e43a10500, file type 0 is none",
        "181e43a10504, file type 4 is none",
        "181e43a10503, ",
        "181e45a101193fff, ",
        "181e45a101194000, permissions of unknown bits",
        "181e43a102a0, an empty map of permissions",
        "181e45a102a10000, ",
        "181e45a108626107, an actor's name has characters",
        "181e45a10862c3a4, ",
        "39012bf6, custom-parameter(-300) is neither",
        "39012bf5, "
    })
    void parameter_ofAnotherForm_isRefused(String keyAndValue, String detail) {
        String hex = keyAndValue.replace(" ", "");
        Bytes map = Bytes.ofHex("a1" + hex);
        Bytes sequence = new CborWriter().array(2).unsigned(20).raw(map).toBytes();

        assertSequence(sequence.hex(), "parameter".equals(detail) ? null : detail);
    }

    /** update-management section 2.3: texts of versions have visible characters and spaces only. */
    @ParameterizedTest
    @CsvSource({
        "7, a\u0007b, version required has characters",
        "8, \u202eb, current version has characters",
        "7, ≥ 1 Ä, "
    })
    void textAboutVersions_withOtherCharacters_isRefused(int number, String words, String detail) {
        CborItem component = new CborItem.Array(List.of(new CborItem.ByteString(Bytes.ofHex("00"))));
        CborItem texts = map(CborItem.ofLong(number), new CborItem.Text(words));
        Bytes text = new CborWriter()
                .item(map(new CborItem.Text("en"), map(component, texts)))
                .toBytes();
        Bytes manifest = new CborWriter()
                .map(4)
                .raw(Bytes.ofHex("010102000346a10281814100"))
                .unsigned(23)
                .bytes(text)
                .toBytes();

        assertDetail(refusal(author.envelope(manifest)), detail);
    }

    @Test
    void text_inNoLanguage_isRefused() {
        assertDetail(refusal(author.envelope(Bytes.ofHex("a4010102000341a01741a0"))), "a text in no language");
    }

    @ParameterizedTest
    @CsvSource({
        "a101a0, an empty map of dependencies", "a101a100a0, ",
        "a101a11820a0, dependency 32 is beyond", "a101a120a0, the index of a dependency is not",
        "a101a10000, the metadata of a dependency is not a map", "a201a100a10200028141 80, metadata 2 of a dependency",
        "a201a100a0028181 4100, ", "a201a100a101814101 0281814100, "
    })
    void dependencies_ofAnotherForm_areRefused(String common, String detail) {
        Bytes octets = Bytes.ofHex(common.replace(" ", ""));
        Bytes manifest = new CborWriter()
                .map(3)
                .raw(Bytes.ofHex("0101020003"))
                .bytes(octets)
                .toBytes();

        assertDetail(refusal(author.envelope(manifest)), detail);
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

    private static CborItem map(CborItem key, CborItem value) {
        return new CborItem.Mapping(List.of(new CborItem.Pair(key, value)));
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

    private void assertSequence(String sequenceHex, @Nullable String detail) {
        Bytes manifest = new CborWriter()
                .map(4)
                .raw(Bytes.ofHex("010102000346a1028181410007"))
                .bytes(Bytes.ofHex(sequenceHex))
                .toBytes();
        assertDetail(refusal(author.envelope(manifest)), detail);
    }

    private void assertBroken(@Nullable String detail) {
        assertDetail(refusal(sketch.build()), detail);
    }

    private static void assertDetail(Optional<Refusal> refusal, @Nullable String detail) {
        if (detail == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal.map(Refusal::detail).orElse("taken")).contains(detail);
        }
    }

    private Optional<Refusal> refusal(Manifest manifest) {
        return refusal(author.envelope(manifest));
    }

    private static Optional<Refusal> refusal(Bytes envelope) {
        return new ManifestDecoder(DecoderLimits.DEFAULT)
                .decode(Heads.envelope(envelope))
                .fold(manifest -> Optional.empty(), Optional::of);
    }
}
