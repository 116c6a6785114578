package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySigner;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Named after attacks and mistakes. R1, R2, R6 (identifiers on receipt, never as proof), R13, R39, R103 (older numbers),
 * R105 (nothing that fails does harm: a refusal is a value), R119 (is the signer entitled?), R133.
 */
class ManifestVerifierTest {
    private final TestAuthor author = new TestAuthor();
    private final ManifestSketch sketch = new ManifestSketch();

    @Test
    void release_forThisDevice_isAcceptedWithWhatItSays() {
        sketch.validate.add(0, new Directive.OverrideParameters(Parameters.of(new Parameter.SecurityCounter(7))));
        Bytes manifest = ManifestEncoder.encode(sketch.build());

        VerifiedManifest verified = accepted(verify(author.envelope(manifest)));

        assertThat(verified.sequenceNumber()).isEqualTo(2);
        assertThat(verified.version()).isEqualTo("2.0.0");
        assertThat(verified.vendorId()).isEqualTo(ManifestSketch.VENDOR);
        assertThat(verified.classId()).isEqualTo(ManifestSketch.DEVICE_CLASS);
        assertThat(verified.imageDigest())
                .isEqualTo(Digest.sha256(ManifestSketch.IMAGE).value());
        assertThat(verified.imageSizeBytes()).isEqualTo(ManifestSketch.IMAGE.length());
        assertThat(verified.payloadUri()).contains("#image");
        assertThat(verified.securityCounter()).hasValue(7);
        assertThat(verified.manifestDigest())
                .isEqualTo(EnvelopeEncoder.digestOf(manifest).value());
        assertThat(verified.signer()).isEqualTo(author.anchor());
    }

    @Test
    void device_withoutTrustAnchor_takesNothing() {
        Verification verification = new ManifestVerifier(TrustStore.of())
                .verify(Heads.envelope(author.envelope(sketch.build())), ManifestSketch.device());

        assertRefused(verification, RefusalReason.NOT_PROVISIONED, Rung.DECODED);
    }

    @Test
    void identifiers_rightButSignedByAStranger_proveNothing() {
        // everything public is right: vendor, class, sequence, digest; only the key is another's
        TestAuthor stranger = new TestAuthor();

        Verification verification = verify(stranger.envelope(sketch.build()));

        assertRefused(verification, RefusalReason.UNKNOWN_SIGNER, Rung.DIGEST_BOUND);
    }

    @Test
    void stranger_namingTheTrustedKey_isRefusedForTheSignature() {
        KeySigner impostor = new KeySigner(
                new TestAuthor().keys().getPrivate(),
                CoseAlgorithm.ESP256,
                author.anchor().keyId());
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        Bytes envelope = EnvelopeEncoder.head(
                manifest, digest, List.of(impostor.sign(ManifestEncoder.encode(digest))), Optional.empty());

        assertRefused(verify(envelope), RefusalReason.SIGNATURE, Rung.DIGEST_BOUND);
    }

    @Test
    void signature_underEitherNumberForEs256_isTaken() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        for (CoseAlgorithm algorithm : List.of(CoseAlgorithm.ES256, CoseAlgorithm.ESP256)) {
            Bytes block = new KeySigner(
                            author.keys().getPrivate(),
                            algorithm,
                            author.anchor().keyId())
                    .sign(ManifestEncoder.encode(digest));

            accepted(verify(EnvelopeEncoder.head(manifest, digest, List.of(block), Optional.empty())));
        }
    }

    @Test
    void signature_goodAmongStrangers_suffices() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        Bytes octets = ManifestEncoder.encode(digest);
        List<Bytes> blocks = List.of(
                new TestAuthor().signer().sign(octets),
                Bytes.ofHex("d18441a0a0f640"), // COSE_Mac0
                author.signer().sign(octets));

        accepted(verify(EnvelopeEncoder.head(manifest, digest, blocks, Optional.empty())));
    }

    @Test
    void signature_overADigestThatIsNotTheManifests_isRefusedForTheDigest() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        sketch.sequenceNumber = 3;
        Digest another = EnvelopeEncoder.digestOf(ManifestEncoder.encode(sketch.build()));

        Verification verification = verify(author.envelope(manifest, another, Optional.empty()));

        assertRefused(verification, RefusalReason.MANIFEST_DIGEST, Rung.DECODED);
    }

    @Test
    void signature_overTheManifestWithoutItsByteString_isRefusedForTheDigest() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());

        Verification verification = verify(author.envelope(manifest, Digest.sha256(manifest), Optional.empty()));

        assertRefused(verification, RefusalReason.MANIFEST_DIGEST, Rung.DECODED);
    }

    @Test
    void digest_rightButSignatureDamaged_isRefusedForTheSignature() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);
        byte[] block = author.signer().sign(ManifestEncoder.encode(digest)).toArray();
        block[block.length - 1] ^= 1;

        Verification verification =
                verify(EnvelopeEncoder.head(manifest, digest, List.of(Bytes.wrap(block)), Optional.empty()));

        assertRefused(verification, RefusalReason.SIGNATURE, Rung.DIGEST_BOUND);
    }

    @Test
    void manifest_unsigned_isRefused() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest digest = EnvelopeEncoder.digestOf(manifest);

        Verification verification = verify(EnvelopeEncoder.head(manifest, digest, List.of(), Optional.empty()));

        assertRefused(verification, RefusalReason.NO_SIGNATURE, Rung.DIGEST_BOUND);
    }

    @Test
    void manifest_digestedByAnAlgorithmThatIsNotSupported_isRefusedByName() {
        Bytes manifest = ManifestEncoder.encode(sketch.build());
        Digest sha384 = new Digest(-43, Bytes.wrap(new byte[48]));

        Verification verification = verify(author.envelope(manifest, sha384, Optional.empty()));

        assertRefused(verification, RefusalReason.UNSUPPORTED_ALGORITHM, Rung.DECODED);
    }

    @Test
    void garbage_signedByTheTrustedAuthor_isRefusedAsMalformed() {
        Verification verification = verify(author.envelope(Bytes.ofHex("ffff")));

        assertRefused(verification, RefusalReason.MALFORMED, Rung.AUTHENTIC);
    }

    @Test
    void release_forAnotherVendor_isRefused() {
        sketch.vendor = Identifiers.vendorId("example.org");

        assertRefused(verify(author.envelope(sketch.build())), RefusalReason.VENDOR_MISMATCH, Rung.SUPPORTED);
    }

    @Test
    void release_forAnotherClass_isRefused() {
        sketch.deviceClass = Identifiers.classId(ManifestSketch.VENDOR, "sensor rev C");

        assertRefused(verify(author.envelope(sketch.build())), RefusalReason.CLASS_MISMATCH, Rung.SUPPORTED);
    }

    @ParameterizedTest(name = "manifest {0}, device runs {1}, equal allowed {2}: accepted {3}")
    @CsvSource({
        "2, 1, false, true",
        "1, 1, false, false",
        "0, 1, false, false",
        "1, 1, true, true",
        "0, 1, true, false",
        "0, 0, true, true",
        // beyond 32 and 63 bits
        "4294967296, 4294967295, false, true",
        "4294967295, 4294967296, false, false",
        "9223372036854775808, 9223372036854775807, false, true",
        "9223372036854775807, 9223372036854775808, true, false",
        "18446744073709551615, 18446744073709551614, false, true",
        "1, 18446744073709551615, false, false",
        "18446744073709551615, 18446744073709551615, true, true"
    })
    void sequenceNumber_againstTheRunningOne_isHeldToTheRule(
            String manifest, String running, boolean equalAllowed, boolean accepted) {
        sketch.sequenceNumber = Long.parseUnsignedLong(manifest);
        DeviceProfile device = new DeviceProfile(
                ManifestSketch.VENDOR,
                ManifestSketch.DEVICE_CLASS,
                Long.parseUnsignedLong(running),
                equalAllowed,
                1024);

        Verification verification = verify(author.envelope(sketch.build()), device);

        if (accepted) {
            accepted(verification);
        } else {
            assertRefused(verification, RefusalReason.SEQUENCE_TOO_LOW, Rung.SUPPORTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "1025, false", "18446744073709551615, false"})
    void image_againstTheSlot_fitsOrNot(String size, boolean fits) {
        sketch.imageSizeBytes = Long.parseUnsignedLong(size);
        DeviceProfile device = new DeviceProfile(ManifestSketch.VENDOR, ManifestSketch.DEVICE_CLASS, 1, false, 1024);

        Verification verification = verify(author.envelope(sketch.build()), device);

        if (fits) {
            accepted(verification);
        } else {
            assertRefused(verification, RefusalReason.SLOT_TOO_SMALL, Rung.SUPPORTED);
        }
    }

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

    /**
     * Every position of a signed manifest of ours is covered: its head, tag, authentication, signature, digest and
     * manifest. What is not flipped is the payload's content, whose digest the manifest holds.
     */
    @Test
    void envelope_withAnySingleBitFlipped_isRefused() {
        Bytes head = author.envelope(sketch.build(), "#image", ManifestSketch.IMAGE.length());
        int refused = 0;
        for (int bit = 0; bit < head.length() * 8; bit++) {
            byte[] octets = head.toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));

            HeadResult read = Heads.read(Bytes.wrap(octets));

            if (read instanceof HeadResult.Complete complete) {
                Verification verification =
                        new ManifestVerifier(author.trusted()).verify(complete.envelope(), ManifestSketch.device());
                assertThat(verification).as("bit %d", bit).isInstanceOf(Verification.Refused.class);
            }
            refused++;
        }
        assertThat(refused).isEqualTo(head.length() * 8);
    }

    private Verification verify(Bytes envelope) {
        return verify(envelope, ManifestSketch.device());
    }

    private Verification verify(Bytes envelope, DeviceProfile device) {
        return new ManifestVerifier(author.trusted()).verify(Heads.envelope(envelope), device);
    }

    private static VerifiedManifest accepted(Verification verification) {
        return verification.fold(Verification.Accepted::manifest, refused -> {
            throw new AssertionError(refused.refusal().toString());
        });
    }

    private static Refusal refusal(Verification verification) {
        return verification.fold(
                accepted -> {
                    throw new AssertionError("accepted");
                },
                Verification.Refused::refusal);
    }

    private static void assertRefused(Verification verification, RefusalReason reason, Rung reached) {
        assertThat(refusal(verification).reason())
                .as(refusal(verification).toString())
                .isEqualTo(reason);
        assertThat(((Verification.Refused) verification).reached()).isEqualTo(reached);
    }
}
