package io.moult.suit.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R137, R138: both deliveries. R13, R133: what is signed here is believed there, through whoever carries it. */
class ReleaseBuilderTest {
    @TempDir
    private Path directory = Path.of("set by JUnit");

    private final TestAuthor author = new TestAuthor();
    private Path image = Path.of("set below");

    @BeforeEach
    void writeImage() throws IOException {
        image = directory.resolve("NEW.bin");
        Files.write(image, ManifestSketch.IMAGE.toArray());
    }

    @Test
    void release_withTheImageInIt_isAccepted() throws IOException {
        Release release = builder().securityCounter(7).build(image);

        Bytes envelope = octets(release);

        assertThat(envelope.length()).isEqualTo((int) release.lengthBytes());
        HeadResult.Complete head = (HeadResult.Complete) Heads.read(envelope);
        assertThat(envelope.slice(head.headLengthBytes(), envelope.length())).isEqualTo(ManifestSketch.IMAGE);
        VerifiedManifest verified = verified(envelope);
        assertThat(verified.version()).isEqualTo("2.0.0");
        assertThat(verified.sequenceNumber()).isEqualTo(2);
        assertThat(verified.payloadUri()).contains("#image");
        assertThat(verified.securityCounter()).hasValue(7);
        assertThat(verified.imageDigest())
                .isEqualTo(Digest.sha256(ManifestSketch.IMAGE).value());
        assertThat(verified.manifestDigest()).isEqualTo(release.manifestDigest().value());
    }

    @Test
    void release_withTheImageElsewhere_isAccepted() throws IOException {
        Release release =
                builder().uri("coaps://updates.example.com/images/two").build(image);

        Bytes envelope = octets(release);

        assertThat(envelope).isEqualTo(release.head());
        assertThat(((HeadResult.Complete) Heads.read(envelope)).payload()).isEmpty();
        assertThat(verified(envelope).payloadUri()).contains("coaps://updates.example.com/images/two");
        assertThat(verified(envelope).securityCounter()).isEmpty();
    }

    @Test
    void release_builtAgain_isTheSameOctets() throws IOException {
        Release first = builder().build(image);
        Release second = builder().build(image);

        assertThat(Heads.envelope(octets(second)).manifest().content())
                .isEqualTo(Heads.envelope(octets(first)).manifest().content());
        assertThat(second.manifestDigest()).isEqualTo(first.manifestDigest());
        assertThat(octets(second)).isEqualTo(octets(first));
    }

    @Test
    void manifest_encoded_isDeterministicCborWithTheCounterOutsideTheSharedSequence() throws IOException {
        Bytes manifest = Heads.envelope(octets(builder().securityCounter(7).build(image)))
                .manifest()
                .content();

        // map of 6: version 1, sequence number, common, set-version, validate, install, in this order
        assertThat(manifest.slice(0, 5)).isEqualTo(Bytes.ofHex("a6" + "0101" + "0202"));
        // validate: << [ override-parameters, { security-counter: 7 }, image-match, 15 ] >>
        assertThat(manifest.hex()).contains("07" + "48" + "8414a138ff07030f");
        assertThat(ParameterCode.SECURITY_COUNTER.code()).isEqualTo(-256);
    }

    /** draft-ietf-suit-manifest-37 section 7: a digest is set by override-parameters alone, so that nobody set it before. */
    @Test
    void digest_isSetByOverrideParametersAlone() throws IOException {
        Manifest manifest = builder().build(image).manifest();

        assertThat(manifest.sharedSequence().commands())
                .filteredOn(Directive.OverrideParameters.class::isInstance)
                .anySatisfy(command -> assertThat(((Directive.OverrideParameters) command)
                                .parameters()
                                .find(Parameter.ImageDigest.class))
                        .isPresent());
        for (Section section : manifest.sections().keySet()) {
            assertThat(manifest.sequence(section).orElseThrow().commands())
                    .noneMatch(Directive.SetParameters.class::isInstance);
        }
        assertThat(manifest.sharedSequence().commands()).noneMatch(Directive.SetParameters.class::isInstance);
    }

    @Test
    void image_changedAfterItWasSigned_isNoticedWhileItIsWritten() throws IOException {
        Release release = builder().build(image);
        byte[] octets = ManifestSketch.IMAGE.toArray();
        octets[0] ^= 1;
        Files.write(image, octets);

        assertThatThrownBy(() -> release.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed while the release was made");
    }

    @Test
    void image_ofManyMebibytes_isStreamed() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(image.toFile(), "rw")) {
            sparse.setLength(48L * 1024 * 1024);
        }

        Release release = builder().build(image);

        assertThat(release.head().length()).isLessThan(400);
        assertThat(release.lengthBytes()).isEqualTo(release.head().length() + 48L * 1024 * 1024);
        release.writeTo(OutputStream.nullOutputStream());
    }

    private ReleaseBuilder builder() {
        return new ReleaseBuilder(ManifestSketch.VENDOR, ManifestSketch.DEVICE_CLASS, author.signer())
                .version(Version.parse("2.0.0"))
                .sequenceNumber(2);
    }

    private VerifiedManifest verified(Bytes envelope) {
        return new ManifestVerifier(TrustStore.of(author.anchor()))
                .verify(Heads.envelope(envelope), ManifestSketch.device())
                .fold(Verification.Accepted::manifest, refused -> {
                    throw new AssertionError(refused.refusal().toString());
                });
    }

    private static Bytes octets(Release release) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        release.writeTo(out);
        return Bytes.wrap(out.toByteArray());
    }
}
