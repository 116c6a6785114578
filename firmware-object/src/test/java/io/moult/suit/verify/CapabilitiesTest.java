package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.UnknownCommand;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a recipient says that it can, and what is refused for that it cannot. */
class CapabilitiesTest {
    private static final CommandSequence MATCH = CommandSequence.of(new Condition.ImageMatch(ReportPolicy.NONE));

    private final TestAuthor author = new TestAuthor();
    private final ManifestSketch sketch = new ManifestSketch();

    @Test
    void recipient_ofEverything_supportsEveryVectorThatItsKeySigned() {
        int supported = 0;
        for (String name : Vectors.envelopes()) {
            Examination examination = new ManifestVerifier(
                            Vectors.trust("ta-p256"), DecoderLimits.DEFAULT, Capabilities.ALL)
                    .examine(Heads.envelope(Vectors.envelope(name)));
            if (examination.signer().isPresent()) {
                assertThat(examination.refusal()).as(name).isEmpty();
                assertThat(examination.reached()).isEqualTo(Rung.SUPPORTED);
                supported++;
            }
        }
        assertThat(supported).isGreaterThanOrEqualTo(7 + 19 + 3 + 1);
    }

    /** A device with one image has SHA-256, and says so of any other. */
    @ParameterizedTest
    @EnumSource
    void manifest_underAnyDigestAlgorithm_isTakenByWhoHasIt(DigestAlgorithm algorithm) {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = new Digest(
                algorithm.number(),
                algorithm.digest(new CborWriter().bytes(manifest).toBytes()));
        Envelope envelope = Heads.envelope(author.envelope(manifest, digest, Optional.empty()));

        Examination byAll =
                new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, Capabilities.ALL).examine(envelope);
        Examination byOneImage = new ManifestVerifier(author.trusted()).examine(envelope);

        assertThat(byAll.reached()).isEqualTo(Rung.SUPPORTED);
        assertThat(byOneImage.refusal())
                .isEqualTo(
                        algorithm == DigestAlgorithm.SHA_256
                                ? Optional.empty()
                                : Optional.of(new Refusal(
                                        RefusalReason.UNSUPPORTED_ALGORITHM,
                                        algorithm + " of the manifest is not supported")));
    }

    /** What the digest is of is the manifest wrapped in its byte string; that of the bare octets is another's. */
    @ParameterizedTest
    @EnumSource
    void manifest_underADigestOfSomethingElse_isRefused(DigestAlgorithm algorithm) {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = new Digest(algorithm.number(), algorithm.digest(manifest));
        Envelope envelope = Heads.envelope(author.envelope(manifest, digest, Optional.empty()));

        Examination examination =
                new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, Capabilities.ALL).examine(envelope);

        assertThat(examination.refusal().map(Refusal::reason)).contains(RefusalReason.MANIFEST_DIGEST);
    }

    @Test
    void commands_withinOthers_areFoundWhereverTheyStand() {
        CommandSequence swaps = CommandSequence.of(new Directive.Swap(ReportPolicy.NONE));
        sketch.installTail.add(
                new Directive.RunSequence(CommandSequence.of(new Directive.TryEach(List.of(MATCH, swaps), false))));

        assertRefused(Capabilities.ALL.without(CommandCode.SWAP), RefusalReason.UNSUPPORTED_COMMAND, "swap");
        assertRefused(
                Capabilities.ALL.without(CommandCode.SWAP, CommandCode.RUN_SEQUENCE),
                RefusalReason.UNSUPPORTED_COMMAND,
                "run-sequence");
        assertTaken(Capabilities.ALL);
    }

    @ParameterizedTest
    @EnumSource(names = {"USE_BEFORE", "UPDATE_PRIORITY"})
    void parameter_thatIsMissing_isRefusedWhateverSetsIt(ParameterCode missing) {
        Parameter parameter =
                missing == ParameterCode.USE_BEFORE ? new Parameter.UseBefore(1) : new Parameter.UpdatePriority(1);
        List<Directive> setters = List.of(
                new Directive.OverrideParameters(Parameters.of(parameter)),
                new Directive.SetParameters(Parameters.of(parameter)),
                new Directive.OverrideMultiple(
                        List.of(new Directive.OverrideMultiple.Entry(0, Parameters.of(parameter)))),
                new Directive.CopyParams(List.of(new Directive.CopyParams.Entry(0, List.of(parameter.code())))));
        for (Directive setter : setters) {
            sketch.validate.add(0, setter);

            assertRefused(without(missing), RefusalReason.UNSUPPORTED_PARAMETER, parameter.label());
            sketch.validate.remove(0);
        }
    }

    @Test
    void customCommandAndParameter_areTakenByWhomTheyAreKnown() {
        sketch.validate.add(new CustomCommand(-300, CborItem.Simple.NULL));
        sketch.validate.add(
                new Directive.OverrideParameters(Parameters.of(new Parameter.Custom(-301, CborItem.Simple.TRUE))));

        assertRefused(Capabilities.ALL, RefusalReason.UNSUPPORTED_COMMAND, "custom-command(-300)");
        assertRefused(knowing(Set.of(-300L), Set.of()), RefusalReason.UNSUPPORTED_PARAMETER, "custom-parameter(-301)");
        assertTaken(knowing(Set.of(-300L), Set.of(-301L)));
    }

    /** Section 8.4.9: an unknown condition MUST report a failure; here before anything runs. */
    @Test
    void commandAndParameter_ofUnknownNumbers_areRefusedByEverybody() {
        sketch.validate.add(new UnknownCommand(200, CborItem.ofLong(0)));
        assertRefused(Capabilities.ALL, RefusalReason.UNSUPPORTED_COMMAND, "command(200)");

        sketch.validate.remove(1);
        sketch.validate.add(
                new Directive.OverrideParameters(Parameters.of(new Parameter.Unknown(-255, CborItem.ofLong(0)))));
        assertRefused(Capabilities.ALL, RefusalReason.UNSUPPORTED_PARAMETER, "custom-parameter(-255)");
    }

    @Test
    void imageDigest_byAnAlgorithmThatNobodyHas_isRefusedByName() {
        sketch.validate.add(
                0,
                new Directive.OverrideParameters(
                        Parameters.of(new Parameter.ImageDigest(new Digest(-14, Bytes.ofHex("00".repeat(20)))))));

        assertRefused(Capabilities.ALL, RefusalReason.UNSUPPORTED_ALGORITHM, "image-digest by digest algorithm -14");
    }

    /** trust-domains section 5.1: a recipient that does not support dependencies MUST abort. */
    @Test
    void dependencies_whereTheyAreNotSupported_areRefused() {
        sketch.components.add(ComponentId.of("other.suit"));
        sketch.dependencies = List.of(new Dependency(1, Optional.empty()));

        assertRefused(limited(2, false, 1), RefusalReason.UNSUPPORTED_FORMAT, "dependencies");
        assertTaken(limited(2, true, 1));
    }

    @Test
    void components_moreThanSupported_areRefused() {
        sketch.components.add(ComponentId.of("other"));
        sketch.components.add(ComponentId.of("third"));

        assertRefused(
                limited(2, true, 1), RefusalReason.UNSUPPORTED_COMPONENT, "3 components where 1 to 2 are supported");
        assertTaken(limited(3, true, 1));
    }

    @Test
    void payloads_moreThanSupported_areRefusedBeforeTheFirstHasArrived() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        Bytes head = EnvelopeEncoder.head(
                new EnvelopeEncoder.Parts(
                        manifest, digest, List.of(author.block(ManifestEncoder.encode(digest))), new TreeMap<>()),
                Optional.of(new Envelope.Payload("#image", ManifestSketch.IMAGE.length())),
                2);

        Verification verification =
                new ManifestVerifier(author.trusted()).verify(Heads.envelope(head), ManifestSketch.device());

        Refusal refusal = verification.fold(
                accepted -> {
                    throw new AssertionError("accepted");
                },
                Verification.Refused::refusal);
        assertThat(refusal)
                .isEqualTo(new Refusal(
                        RefusalReason.UNSUPPORTED_FORMAT, "2 payloads in the envelope where one is supported"));
    }

    @Test
    void componentIndex_ofAnyForm_isTakenWhereThereAreSeveral() {
        for (ComponentSelection selection : List.of(
                new ComponentSelection.One(0),
                new ComponentSelection.Several(List.of(0)),
                new ComponentSelection.All())) {
            sketch.validate.add(0, new Directive.SetComponentIndex(selection));
            assertTaken(Capabilities.ALL);
        }
    }

    @Test
    void oneImage_inSeveralComponents_isNoCapability() {
        Capabilities one = Capabilities.ONE_IMAGE;

        assertThatThrownBy(() -> new Capabilities(
                        one.commands(),
                        Set.of(),
                        one.parameters(),
                        Set.of(),
                        one.sections(),
                        2,
                        false,
                        false,
                        1,
                        Capabilities.Shape.ONE_IMAGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Capabilities without(ParameterCode missing) {
        EnumSet<ParameterCode> parameters = EnumSet.allOf(ParameterCode.class);
        parameters.remove(missing);
        return capabilities(parameters, Set.of(), Set.of(), 9, true, 9);
    }

    private static Capabilities knowing(Set<Long> commands, Set<Long> parameters) {
        return capabilities(EnumSet.allOf(ParameterCode.class), commands, parameters, 9, true, 9);
    }

    private static Capabilities limited(int components, boolean dependencies, int payloads) {
        return capabilities(EnumSet.allOf(ParameterCode.class), Set.of(), Set.of(), components, dependencies, payloads);
    }

    private static Capabilities capabilities(
            Set<ParameterCode> parameters,
            Set<Long> customCommands,
            Set<Long> customParameters,
            int components,
            boolean dependencies,
            int payloads) {
        return new Capabilities(
                EnumSet.allOf(CommandCode.class),
                customCommands,
                parameters,
                customParameters,
                EnumSet.allOf(Section.class),
                components,
                dependencies,
                dependencies,
                payloads,
                Capabilities.Shape.ANY);
    }

    private void assertTaken(Capabilities capabilities) {
        assertThat(examine(capabilities).refusal()).isEmpty();
    }

    private void assertRefused(Capabilities capabilities, RefusalReason reason, String detail) {
        assertThat(examine(capabilities).refusal()).contains(new Refusal(reason, detail));
    }

    private Examination examine(Capabilities capabilities) {
        return new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, capabilities)
                .examine(Heads.envelope(author.envelope(sketch.build())));
    }
}
