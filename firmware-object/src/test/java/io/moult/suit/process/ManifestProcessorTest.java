package io.moult.suit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R105, R138: what is installed is checked where it was stored, whichever way it came. */
class ManifestProcessorTest {
    private final ManifestSketch sketch = new ManifestSketch();
    private final Device device = new Device();

    @Test
    void install_needsThePayloadThatTheManifestNames_andIsDoneWhenItIsStored() {
        sketch.uri = "coaps://updates.example.com/images/two";
        ManifestProcessor processor = new ManifestProcessor(verified(), device);

        Step first = processor.install();

        assertThat(first)
                .isEqualTo(new Step.NeedPayload(
                        ManifestPath.ROOT,
                        ComponentId.MAIN,
                        "coaps://updates.example.com/images/two",
                        OptionalLong.of(ManifestSketch.IMAGE.length()),
                        Optional.of(Digest.sha256(ManifestSketch.IMAGE)),
                        Handling.PLAIN));
        device.stored = ManifestSketch.IMAGE;
        assertThat(processor.payloadStored()).isEqualTo(new Step.Done());
        assertThat(processor.validate()).isEqualTo(new Step.Done());
    }

    @Test
    void install_afterAReset_beginsAgainAndGoesOnOverWhatIsStored() {
        new ManifestProcessor(verified(), device).install();
        device.stored = ManifestSketch.IMAGE;

        ManifestProcessor afterReset = new ManifestProcessor(verified(), device);

        assertThat(afterReset.install()).isInstanceOf(Step.NeedPayload.class);
        assertThat(afterReset.payloadStored()).isEqualTo(new Step.Done());
    }

    @Test
    void payload_storedWithOneOctetChanged_failsTheCondition() {
        ManifestProcessor processor = new ManifestProcessor(verified(), device);
        processor.install();
        byte[] octets = ManifestSketch.IMAGE.toArray();
        octets[3] ^= 1;
        device.stored = Bytes.wrap(octets);

        assertFailed(processor.payloadStored(), RefusalReason.IMAGE_DIGEST);
        assertFailed(processor.validate(), RefusalReason.IMAGE_DIGEST);
    }

    @Test
    void payload_thatNobodyAskedFor_isAFaultOfOurs() {
        ManifestProcessor processor = new ManifestProcessor(verified(), device);

        assertThatThrownBy(processor::payloadStored).isInstanceOf(IllegalStateException.class);
        processor.install();
        device.stored = ManifestSketch.IMAGE;
        processor.payloadStored();
        assertThatThrownBy(processor::payloadStored).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void conditions_onADeviceThatChangedSinceVerification_fail() {
        VerifiedManifest manifest = verified();

        device.vendorId = UUID.randomUUID();
        assertFailed(new ManifestProcessor(manifest, device).install(), RefusalReason.VENDOR_MISMATCH);

        device.vendorId = ManifestSketch.VENDOR;
        device.classId = UUID.randomUUID();
        assertFailed(new ManifestProcessor(manifest, device).install(), RefusalReason.CLASS_MISMATCH);
    }

    @Test
    void component_thatTheDeviceDoesNotHave_isRefusedFirst() {
        sketch.components.set(0, ComponentId.of("other"));

        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.UNSUPPORTED_COMPONENT);
    }

    @Test
    void componentSlot_otherThanTheGivenOne_failsItsCondition() {
        sketch.installTail.add(0, new Directive.OverrideParameters(Parameters.of(new Parameter.ComponentSlot(1))));
        sketch.installTail.add(1, new Condition.ComponentSlot(ReportPolicy.ALWAYS));

        device.slot = 1;
        assertThat(new ManifestProcessor(verified(), device).install()).isInstanceOf(Step.NeedPayload.class);
        device.slot = 0;
        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.CONDITION_FAILED);
    }

    @Test
    void componentSlot_withoutAParameter_failsItsCondition() {
        sketch.installTail.add(0, new Condition.ComponentSlot(ReportPolicy.ALWAYS));

        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.CONDITION_FAILED);
    }

    @Test
    void section_beginsWithoutTheParametersOfTheOneBefore() {
        sketch.moreSections.put(
                Section.PAYLOAD_FETCH,
                new Member.Present<>(CommandSequence.of(new Directive.OverrideParameters(
                        Parameters.of(new Parameter.Content(Bytes.ofHex("c0ffee")))))));
        sketch.installTail.clear();
        sketch.installTail.add(new Directive.Write(ReportPolicy.NONE));

        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.INSTALL_FAILED);
        assertThat(device.stored).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void install_thatWasSeveredAndIsGone_fails() {
        sketch.moreSections.put(Section.INSTALL, new Member.Severed<>(Digest.sha256(Bytes.EMPTY), Optional.empty()));

        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.INSTALL_FAILED);
        device.stored = ManifestSketch.IMAGE;
        assertThat(new ManifestProcessor(verified(), device).validate()).isEqualTo(new Step.Done());
    }

    @Test
    void write_putsTheContentIntoTheComponent() {
        sketch.imageDigest = Digest.sha256(Bytes.ofHex("c0ffee"));
        sketch.imageSizeBytes = 3;
        sketch.installTail.clear();
        sketch.installTail.add(
                new Directive.OverrideParameters(Parameters.of(new Parameter.Content(Bytes.ofHex("c0ffee")))));
        sketch.installTail.add(new Directive.Write(ReportPolicy.NONE));
        sketch.installTail.add(new Condition.ImageMatch(ReportPolicy.NONE));

        assertThat(new ManifestProcessor(verified(), device).install()).isEqualTo(new Step.Done());
        assertThat(device.stored).isEqualTo(Bytes.ofHex("c0ffee"));
    }

    @Test
    void copy_takesTheSourceComponent() {
        sketch.installTail.clear();
        sketch.installTail.add(new Directive.OverrideParameters(Parameters.of(new Parameter.SourceComponent(0))));
        sketch.installTail.add(new Directive.Copy(ReportPolicy.NONE));

        assertThat(new ManifestProcessor(verified(), device).install()).isEqualTo(new Step.Done());
        assertThat(device.copies).isEqualTo("main -> main 28");
    }

    @Test
    void directives_withoutTheirParameters_fail() {
        sketch.installTail.clear();
        sketch.installTail.add(new Directive.Write(ReportPolicy.NONE));
        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.INSTALL_FAILED);

        sketch.installTail.set(0, new Directive.Copy(ReportPolicy.NONE));
        assertFailed(new ManifestProcessor(verified(), device).install(), RefusalReason.INSTALL_FAILED);
    }

    @Test
    void validation_overAView_findsTheImageOrNot() {
        device.stored = ManifestSketch.IMAGE;
        assertThat(ManifestProcessor.validate(verified(), device)).isEqualTo(new Step.Done());

        device.stored = Bytes.EMPTY;
        assertFailed(ManifestProcessor.validate(verified(), device), RefusalReason.IMAGE_DIGEST);
    }

    @Test
    void validation_overAView_runsNoDirectiveThatActs() {
        sketch.validate.add(
                0, new Directive.OverrideParameters(Parameters.of(new Parameter.Content(Bytes.ofHex("00")))));
        sketch.validate.add(1, new Directive.Write(ReportPolicy.NONE));

        assertFailed(ManifestProcessor.validate(verified(), device), RefusalReason.UNSUPPORTED_COMMAND);
        assertThat(device.stored).isEqualTo(Bytes.EMPTY);
    }

    /** draft-ietf-suit-manifest-37 section 8.4.8.16: a custom parameter is a hint, without which everything works too. */
    @Test
    void customParameter_changesNothingOfHowAManifestRuns() {
        Step without = new ManifestProcessor(verified(), device).install();
        sketch.installTail.add(0, new Directive.OverrideParameters(Parameters.of(new Parameter.SecurityCounter(7))));
        sketch.validate.add(0, new Directive.OverrideParameters(Parameters.of(new Parameter.SecurityCounter(7))));

        ManifestProcessor with = new ManifestProcessor(verified(), device);

        assertThat(with.install()).isEqualTo(without);
        device.stored = ManifestSketch.IMAGE;
        assertThat(with.payloadStored()).isEqualTo(new Step.Done());
        assertThat(with.validate()).isEqualTo(new Step.Done());
    }

    @Test
    void storage_thatFails_isARefusalAndNoException() {
        device.broken = true;
        ManifestProcessor processor = new ManifestProcessor(verified(), device);
        processor.install();

        assertFailed(processor.payloadStored(), RefusalReason.STORAGE_FAILED);
    }

    private VerifiedManifest verified() {
        TestAuthor author = new TestAuthor();
        return new ManifestVerifier(author.trusted())
                .verify(Heads.envelope(author.envelope(sketch.build())), ManifestSketch.device())
                .fold(Verification.Accepted::manifest, refused -> {
                    throw new AssertionError(refused.refusal().toString());
                });
    }

    private static void assertFailed(Step step, RefusalReason reason) {
        assertThat(step).isInstanceOf(Step.Failed.class);
        Refusal refusal = ((Step.Failed) step).refusal();
        assertThat(refusal.reason()).as(refusal.toString()).isEqualTo(reason);
    }

    /** A device of one component in memory. */
    private static final class Device implements Recipient {
        private UUID vendorId = ManifestSketch.VENDOR;
        private UUID classId = ManifestSketch.DEVICE_CLASS;
        private long slot;
        private Bytes stored = Bytes.EMPTY;
        private String copies = "";
        private boolean broken;

        @Override
        public UUID vendorId() {
            return vendorId;
        }

        @Override
        public UUID classId() {
            return classId;
        }

        @Override
        public boolean hasComponent(ComponentId component) {
            return component.equals(ComponentId.MAIN);
        }

        @Override
        public long slot(ComponentId component) {
            return slot;
        }

        @Override
        public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
            if (broken) {
                throw new IOException("the flash does not answer");
            }
            int from = (int) Math.min(stored.length(), offsetBytes);
            return stored.slice(from, Math.min(stored.length(), from + lengthBytes));
        }

        @Override
        public Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) {
            stored = content;
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> copy(
                ComponentId source, ComponentId target, OptionalLong sizeBytes, Handling handling) {
            copies = source + " -> " + target + " " + sizeBytes.orElse(-1);
            return Optional.empty();
        }
    }
}
