package io.moult.suit.verify;

import static io.moult.suit.verify.Verdicts.accepted;
import static io.moult.suit.verify.Verdicts.assertRefused;
import static io.moult.suit.verify.Verdicts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.UnknownCommand;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device with one image does not run, it names before it runs anything. */
class SupportCheckTest {
    private final TestAuthor author = new TestAuthor();
    private final ManifestSketch sketch = new ManifestSketch();

    @ParameterizedTest
    @MethodSource("commandsOfOthers")
    void command_thatIsNotSupported_isRefusedByName(Command command, String name) {
        sketch.installTail.add(0, command);

        Verification verification = verify(author.envelope(sketch.build()));

        assertRefused(verification, RefusalReason.UNSUPPORTED_COMMAND, Rung.WELL_FORMED);
        assertThat(refusal(verification).detail()).isEqualTo(name);
    }

    static Stream<Arguments> commandsOfOthers() {
        CommandSequence inner = CommandSequence.of(new Condition.ImageMatch(ReportPolicy.NONE));
        CommandSequence aborting = CommandSequence.of(new Condition.Abort(ReportPolicy.NONE));
        Parameters size = Parameters.of(new Parameter.ImageSize(1));
        return Stream.of(
                Arguments.of(new Condition.DeviceIdentifier(ReportPolicy.NONE), "device-identifier"),
                Arguments.of(new Condition.ImageNotMatch(ReportPolicy.NONE), "image-not-match"),
                Arguments.of(new Condition.CheckContent(ReportPolicy.NONE), "check-content"),
                Arguments.of(new Condition.UseBefore(ReportPolicy.NONE), "use-before"),
                Arguments.of(new Condition.DependencyIntegrity(ReportPolicy.NONE), "dependency-integrity"),
                Arguments.of(new Condition.IsDependency(ReportPolicy.NONE), "is-dependency"),
                Arguments.of(new Condition.Abort(ReportPolicy.NONE), "abort"),
                Arguments.of(new Condition.MinimumBattery(ReportPolicy.NONE), "minimum-battery"),
                Arguments.of(new Condition.UpdateAuthorized(ReportPolicy.NONE), "update-authorized"),
                Arguments.of(new Condition.Version(ReportPolicy.NONE), "version"),
                Arguments.of(new Directive.SetComponentIndex(new ComponentSelection.One(0)), "set-component-index"),
                Arguments.of(new Directive.TryEach(List.of(aborting, inner), true), "try-each"),
                Arguments.of(new Directive.RunSequence(inner), "run-sequence"),
                Arguments.of(new Directive.SetParameters(size), "set-parameters"),
                Arguments.of(
                        new Directive.OverrideMultiple(List.of(new Directive.OverrideMultiple.Entry(0, size))),
                        "override-multiple"),
                Arguments.of(
                        new Directive.CopyParams(List.of(new Directive.CopyParams.Entry(0, List.of(3L)))),
                        "copy-params"),
                Arguments.of(new Directive.Swap(ReportPolicy.NONE), "swap"),
                Arguments.of(new Directive.Invoke(ReportPolicy.NONE), "invoke"),
                Arguments.of(new Directive.Unlink(ReportPolicy.NONE), "unlink"),
                Arguments.of(new Directive.Wait(ReportPolicy.NONE), "wait"),
                Arguments.of(new Directive.ProcessDependency(ReportPolicy.NONE), "process-dependency"),
                Arguments.of(new UnknownCommand(99, CborItem.ofLong(0)), "command(99)"),
                Arguments.of(new CustomCommand(-300, CborItem.ofLong(0)), "custom-command(-300)"));
    }

    static Stream<Arguments> parametersOfOthers() {
        return Stream.of(
                Arguments.of(new Parameter.VendorNumber(Bytes.ofHex("8201")), "vendor-identifier"),
                Arguments.of(new Parameter.DeviceIdentifier(ManifestSketch.VENDOR), "device-identifier"),
                Arguments.of(new Parameter.UseBefore(1), "use-before"),
                Arguments.of(new Parameter.StrictOrder(true), "strict-order"),
                Arguments.of(new Parameter.EncryptionInfo(Bytes.EMPTY), "encryption-info"),
                Arguments.of(new Parameter.InvokeArguments(Bytes.EMPTY), "invoke-args"),
                Arguments.of(new Parameter.FetchArguments(Bytes.EMPTY), "fetch-arguments"),
                Arguments.of(new Parameter.MinimumBattery(1), "minimum-battery"),
                Arguments.of(new Parameter.UpdatePriority(1), "update-priority"),
                Arguments.of(
                        new Parameter.Version(new VersionMatch(VersionMatch.Comparison.EQUAL, Version.parse("1"))),
                        "version"),
                Arguments.of(new Parameter.WaitInfo(List.of(new WaitEvent.Time(1))), "wait-info"),
                Arguments.of(
                        new Parameter.Metadata(ComponentMetadata.ofType(ComponentMetadata.FileType.REGULAR)),
                        "component-metadata"),
                Arguments.of(new Parameter.Unknown(99, CborItem.Simple.TRUE), "parameter(99)"),
                Arguments.of(new Parameter.Custom(-300, CborItem.Simple.TRUE), "custom-parameter(-300)"));
    }

    @ParameterizedTest
    @MethodSource("parametersOfOthers")
    void parameter_thatIsNotSupported_isRefusedByName(Parameter parameter, String name) {
        sketch.validate.add(0, new Directive.OverrideParameters(Parameters.of(parameter)));

        Verification verification = verify(author.envelope(sketch.build()));

        assertRefused(verification, RefusalReason.UNSUPPORTED_PARAMETER, Rung.WELL_FORMED);
        assertThat(refusal(verification).detail()).isEqualTo(name);
    }

    @Test
    void section_thatIsNotRun_isRefusedRatherThanSkipped() {
        sketch.moreSections.put(
                Section.LOAD, new Member.Present<>(CommandSequence.of(new Condition.ImageMatch(ReportPolicy.NONE))));

        Verification verification = verify(author.envelope(sketch.build()));

        assertRefused(verification, RefusalReason.UNSUPPORTED_FORMAT, Rung.WELL_FORMED);
        assertThat(refusal(verification).detail()).isEqualTo("section load");
    }

    @Test
    void components_two_areRefused() {
        sketch.components.add(ComponentId.of("other"));

        Verification verification = verify(author.envelope(sketch.build()));

        assertRefused(verification, RefusalReason.UNSUPPORTED_COMMAND, Rung.WELL_FORMED);
        assertThat(refusal(verification).detail()).isEqualTo("set-component-index");
    }

    @Test
    void manifest_thatDoesNotCheckForWhomItIs_isRefused() {
        List<io.moult.suit.manifest.Command> both = new ArrayList<>(sketch.sharedTail);

        sketch.sharedTail = List.of(both.get(1));
        assertRefused(verify(author.envelope(sketch.build())), RefusalReason.VENDOR_MISMATCH, Rung.WELL_FORMED);

        sketch.sharedTail = List.of(both.get(0));
        assertRefused(verify(author.envelope(sketch.build())), RefusalReason.CLASS_MISMATCH, Rung.WELL_FORMED);
    }

    @Test
    void manifest_thatDoesNotValidateTheImage_isRefused() {
        sketch.validate.clear();
        sketch.validate.add(new Condition.ClassIdentifier(ReportPolicy.NONE));

        assertRefused(verify(author.envelope(sketch.build())), RefusalReason.IMAGE_DIGEST, Rung.WELL_FORMED);
    }

    @Test
    void payload_ofAnotherLengthThanTheImage_isRefusedBeforeItArrives() {
        Bytes head = author.envelope(sketch.build(), "#image", ManifestSketch.IMAGE.length() + 1);

        assertRefused(verify(head), RefusalReason.IMAGE_SIZE, Rung.WELL_FORMED);
    }

    @Test
    void payload_thatTheManifestDoesNotFetch_isRefused() {
        Bytes head = author.envelope(sketch.build(), "#other", ManifestSketch.IMAGE.length());

        assertRefused(verify(head), RefusalReason.MALFORMED, Rung.WELL_FORMED);
    }

    @Test
    void payload_missingFromAStrippedEnvelope_isNoMatter() {
        // what a bootloader verifies
        Bytes head = author.envelope(sketch.build(), "#image", ManifestSketch.IMAGE.length());

        accepted(verify(Heads.envelope(head).stripped()));
    }

    private Verification verify(Bytes envelope) {
        return new ManifestVerifier(author.trusted()).verify(Heads.envelope(envelope), ManifestSketch.device());
    }
}
