package io.moult.suit.verify;

import static io.moult.suit.verify.Verdicts.accepted;
import static io.moult.suit.verify.Verdicts.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySigner;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void stranger_namingTheTrustedKey_isRefusedForTheSignature() throws IOException {
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
    void signature_underEitherNumberForEs256_isTaken() throws IOException {
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
                new TestAuthor().block(octets),
                Bytes.ofHex("d18441a0a0f640"), // COSE_Mac0
                author.block(octets));

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
        byte[] block = author.block(ManifestEncoder.encode(digest)).toArray();
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

    /** R111: for the check of a signature nothing of the manifest is parsed. */
    @Test
    void garbage_signedByAStranger_isNotLookedInto() {
        Verification verification = verify(new TestAuthor().envelope(Bytes.ofHex("ffff")));

        assertRefused(verification, RefusalReason.UNKNOWN_SIGNER, Rung.DIGEST_BOUND);
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
    void sequenceNumber_lower_isRefused_equalOnlyWhereItIsAppliedAgain(
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

    /**
     * Every position of a signed manifest of ours is covered: its head, tag, authentication, signature, digest and
     * manifest. What is not flipped is the payload's content, whose digest the manifest holds.
     */
    @Test
    void envelope_withAnySingleBitFlipped_isRefused() {
        Bytes head = author.envelope(sketch.build(), "#image", ManifestSketch.IMAGE.length());
        int verified = 0;
        for (int bit = 0; bit < head.length() * 8; bit++) {
            byte[] octets = head.toArray();
            octets[bit / 8] ^= (byte) (1 << (bit % 8));

            HeadResult read = Heads.read(Bytes.wrap(octets));

            if (read instanceof HeadResult.Complete complete) {
                Verification verification =
                        new ManifestVerifier(author.trusted()).verify(complete.envelope(), ManifestSketch.device());
                assertThat(verification).as("bit %d", bit).isInstanceOf(Verification.Refused.class);
                verified++;
            }
        }
        assertThat(verified).as("bits that leave an envelope to verify").isGreaterThan(head.length() * 7);
    }

    private Verification verify(Bytes envelope) {
        return verify(envelope, ManifestSketch.device());
    }

    private Verification verify(Bytes envelope, DeviceProfile device) {
        return new ManifestVerifier(author.trusted()).verify(Heads.envelope(envelope), device);
    }
}
