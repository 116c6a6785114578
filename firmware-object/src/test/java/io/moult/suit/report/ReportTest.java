package io.moult.suit.report;

import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.manifest;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.run;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.text;
import static io.moult.suit.testing.Scene.tryEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.CommandOctets;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** draft-ietf-suit-report-18. */
class ReportTest {
    private static final ReportPolicy ON_SUCCESS = new ReportPolicy(1);
    private static final Bytes OLD = text("old");

    private final Scene scene = new Scene();

    @Test
    void success_withoutWishes_isAReportWithoutRecords() {
        Manifest manifest = Scene.installing(1, override(content("x")), Scene.WRITE);
        ManifestProcessor processor = scene.processor(manifest);

        assertThat(processor.install()).isEqualTo(new Step.Done());

        Report report = processor.report();
        assertThat(report.result()).isEqualTo(new ReportResult.Success());
        assertThat(report.records()).isEmpty();
        assertThat(report.referenceUri()).isEmpty();
        assertThat(decoded(report)).isEqualTo(report);
    }

    @Test
    void recordOnSuccess_isWrittenWhereItsCommandStands() {
        CommandSequence install =
                sequence(override(content("x")), Scene.WRITE, new Directive.Write(ON_SUCCESS), Scene.WRITE);
        ManifestProcessor processor = scene.processor(manifest(CommandSequence.EMPTY, "a")
                .section(Section.INSTALL, install)
                .build());

        processor.install();

        long offset =
                CommandOctets.of(sequence(override(content("x")), Scene.WRITE)).length();
        assertThat(processor.report().records())
                .containsExactly(new CommandRecord(List.of(), Section.INSTALL.key(), offset, 0, Parameters.EMPTY));
    }

    /** draft-ietf-suit-manifest-37 section 8.4.7. */
    @Test
    void recordsUnderTrueOrAList_areOneForEachComponentInItsOrder() {
        ManifestProcessor processor = scene.processor(Scene.installing(
                3,
                Scene.everyIndex(),
                override(content("x")),
                new Directive.Write(ON_SUCCESS),
                Scene.indices(2, 0),
                new Directive.Write(ON_SUCCESS)));

        processor.install();

        assertThat(processor.report().records())
                .extracting(entry -> ((CommandRecord) entry).componentIndex())
                .containsExactly(0L, 1L, 2L, 2L, 0L);
    }

    /** Section 4: the reference URI as it stands in the manifest, and the digest as it was signed. */
    @Test
    void report_namesTheReferenceUriAndTheDigestThatWasSigned() {
        Manifest manifest = manifest(sequence(override(content("x"))), "a")
                .referenceUri("HTTPS://Example.com/%7Em.suit?#")
                .section(Section.INSTALL, sequence(Scene.WRITE))
                .build();
        Bytes envelope = scene.author.envelope(manifest);
        ManifestProcessor processor = scene.processor(manifest);

        processor.install();

        assertThat(processor.report().referenceUri()).isEqualTo("HTTPS://Example.com/%7Em.suit?#");
        assertThat(processor.report().manifestDigest())
                .isEqualTo(Heads.envelope(envelope).authentication().digest());
    }

    @Test
    void recordInANestedSequence_countsFromTheBeginningOfTheSection() {
        CommandSequence inner = sequence(override(content("x")), new Directive.Write(ON_SUCCESS));
        CommandSequence install = sequence(
                override(content("y")),
                tryEach(sequence(Scene.ABORT), sequence(run(inner.commands().toArray(new Command[0])))));
        ManifestProcessor processor = scene.processor(manifest(CommandSequence.EMPTY, "a")
                .section(Section.INSTALL, install)
                .build());

        processor.install();

        Bytes whole = CommandOctets.of(install);
        CommandRecord record = (CommandRecord) processor.report().records().get(0);
        int at = (int) record.offsetBytes();
        assertThat(whole.slice(at, at + 2).hex()).as("write, 1").isEqualTo("1201");
    }

    @Test
    void failure_isExplainedByReasonAndRecordWithWhatWasMeasured() {
        scene.device.put("a", OLD);
        Digest wanted = Digest.sha256(text("new"));
        Manifest manifest = manifest(
                        sequence(override(new Parameter.ImageDigest(wanted), new Parameter.ImageSize(3))), "a")
                .referenceUri("https://example.com/m.suit")
                .section(Section.VALIDATE, sequence(new Condition.ImageMatch(ReportPolicy.ALWAYS)))
                .build();
        ManifestProcessor processor = scene.processor(manifest);

        processor.validate();

        Report report = processor.report();
        Parameters measured = Parameters.of(new Parameter.ImageDigest(Digest.sha256(OLD)));
        CommandRecord record = new CommandRecord(List.of(), Section.VALIDATE.key(), 1, 0, measured);
        assertThat(report.result()).isEqualTo(ReportResult.of(RefusalReason.IMAGE_DIGEST, record));
        assertThat(((ReportResult.Failure) report.result()).reason()).isEqualTo(ReportReason.CONDITION_FAILED);
        assertThat(report.records()).containsExactly(record, new SystemClaims(ComponentId.of("a"), measured));
        assertThat(report.referenceUri()).isEqualTo("https://example.com/m.suit");
        assertThat(decoded(report)).isEqualTo(report);
    }

    @Test
    void conditionInTheSharedSequence_isReportedThere_withWhatTheDeviceIs() {
        scene.device.vendorId = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        Manifest manifest = manifest(
                        sequence(
                                override(new Parameter.VendorIdentifier(ManifestSketch.VENDOR)),
                                new Condition.VendorIdentifier(ReportPolicy.ALWAYS)),
                        "a")
                .section(Section.VALIDATE, sequence(Scene.MATCH))
                .build();
        ManifestProcessor processor = scene.processor(manifest);

        processor.validate();

        ReportResult.Failure failure = (ReportResult.Failure) processor.report().result();
        assertThat(failure.record().sectionKey()).isEqualTo(CommandRecord.SHARED_SEQUENCE);
        assertThat(failure.record().measured())
                .isEqualTo(Parameters.of(new Parameter.VendorIdentifier(scene.device.vendorId)));
    }

    @Test
    void claimsOnSuccess_sayWhatTheConditionProved() {
        scene.device.put("a", OLD);
        Manifest manifest = manifest(
                        sequence(override(new Parameter.ImageDigest(Digest.sha256(OLD)), new Parameter.ImageSize(3))),
                        "a")
                .section(Section.VALIDATE, sequence(new Condition.ImageMatch(new ReportPolicy(4))))
                .build();
        ManifestProcessor processor = scene.processor(manifest);

        processor.validate();

        assertThat(processor.report().records())
                .containsExactly(new SystemClaims(
                        ComponentId.of("a"), Parameters.of(new Parameter.ImageDigest(Digest.sha256(OLD)))));
    }

    @Test
    void invocationThatIsAboutToBe_isNoSuccessYet() {
        ManifestProcessor processor = scene.processor(manifest(CommandSequence.EMPTY, "a")
                .section(Section.INVOKE, sequence(new Directive.Invoke(Scene.QUIET)))
                .build());

        processor.invoke();

        assertThat(((ReportResult.Failure) processor.report().result()).reason())
                .isEqualTo(ReportReason.INVOKE_PENDING);
    }

    @Test
    void everything_thatAReportCanSay_isReadBack() {
        CapabilityReport capabilities = new CapabilityReport(
                List.of(
                        new CapabilityReport.Component(List.of(text("main")), false),
                        new CapabilityReport.Component(List.of(text("files")), true)),
                Map.of(2, List.of(1L, 2L), 3, List.of(3L), 4, List.of(-16L, -9L), 10, List.of(1L)));
        Report report = new Report(
                        "coaps://example.com/m",
                        Digest.sha256(OLD),
                        Optional.empty(),
                        List.of(
                                new CommandRecord(List.of(1, 0), 20, 300, 2, Parameters.EMPTY),
                                new SystemClaims(
                                        ComponentId.of("a", "b"), Parameters.of(new Parameter.ComponentSlot(1)))),
                        new ReportResult.Failure(-3, CommandRecord.NONE, ReportReason.CBOR_PARSE),
                        Optional.empty())
                .withNonce(text("fresh"))
                .withCapabilities(capabilities);

        assertThat(decoded(report)).isEqualTo(report);
    }

    @Test
    void report_cutShortAnywhere_isRefused() {
        Report report = new Report(
                "", Digest.sha256(OLD), Optional.empty(), List.of(), new ReportResult.Success(), Optional.empty());
        Bytes whole = ReportEncoder.encode(report);

        for (int length = 0; length < whole.length(); length++) {
            assertThat(new ReportDecoder(DecoderLimits.DEFAULT).decode(whole.slice(0, length)))
                    .as("%s octets", length)
                    .isInstanceOf(ReportDecodeResult.Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyRefusal_hasAReportReason(RefusalReason reason) {
        ReportReason reported = ReportReason.of(reason);

        assertThat(reported).isNotIn(ReportReason.OK, ReportReason.INVOKE_PENDING);
        assertThat(ReportReason.of(reported.code())).contains(reported);
    }

    private static Report decoded(Report report) {
        ReportDecodeResult result = new ReportDecoder(DecoderLimits.DEFAULT).decode(ReportEncoder.encode(report));
        assertThat(result).isInstanceOf(ReportDecodeResult.Decoded.class);
        return ((ReportDecodeResult.Decoded) result).report();
    }
}
