package io.moult.client.support;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustChangeCodec;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** An author with a key set, for tests: makes images and signs releases of them. */
public final class TestReleases {
    private final Path directory;
    private final KeySet keys;

    private TestReleases(Path directory, KeySet keys) {
        this.directory = directory;
        this.keys = keys;
    }

    public static TestReleases in(Path directory) {
        return in(directory, "example.com", "sensor");
    }

    public static TestReleases in(Path directory, String domain, String model) {
        try {
            return new TestReleases(
                    directory,
                    new KeySetMaker(Clock.systemUTC(), new SecureRandom())
                            .make(directory.resolve("keys-" + domain + "-" + model), domain, model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KeySet keys() {
        return keys;
    }

    public TrustStore trust() {
        return TrustStore.of(keys.trustAnchor());
    }

    public static Bytes image(int sizeBytes, long seed) {
        byte[] octets = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** A whole envelope with the image in it. */
    public Bytes embedded(String version, long sequenceNumber, Bytes image) {
        return envelope(version, sequenceNumber, image, ReleaseBuilder.EMBEDDED_IMAGE);
    }

    /** An envelope that points to its image. */
    public Bytes pointing(String version, long sequenceNumber, Bytes image, String uri) {
        return envelope(version, sequenceNumber, image, uri);
    }

    private Bytes envelope(String version, long sequenceNumber, Bytes image, String uri) {
        try {
            Path file = Files.createTempFile(directory, "image", ".bin");
            Files.write(file, image.toArray());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ReleaseBuilder.of(keys)
                    .version(Version.parse(version))
                    .sequenceNumber(sequenceNumber)
                    .uri(uri)
                    .build(file)
                    .writeTo(out);
            return Bytes.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same release with a second signature, by somebody else. */
    public static Bytes countersigned(Bytes body, TestReleases other) {
        try {
            HeadResult.Complete head = (HeadResult.Complete) new EnvelopeReader(DecoderLimits.DEFAULT).readHead(body);
            Envelope envelope = head.envelope();
            Bytes second = other.keys.signer().sign(envelope.authentication().signedOctets());
            Bytes fresh = EnvelopeEncoder.head(
                    envelope.manifest().content(),
                    envelope.authentication().digest(),
                    List.of(envelope.authentication().blocks().get(0), second),
                    head.payload().map(payload -> new Envelope.Payload(payload.key(), payload.lengthBytes())));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(fresh.toArray());
            out.writeBytes(body.slice(head.headLengthBytes(), body.length()).toArray());
            return Bytes.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A change of whom devices believe, signed by this one. */
    public Bytes change(long sequenceNumber, TrustChange change) {
        Manifest manifest = new Manifest.Builder(sequenceNumber)
                .common(new Common(List.of(), List.of(AuthorisationPolicy.TRUST_COMPONENT), CommandSequence.EMPTY))
                .section(
                        Section.INSTALL,
                        new CommandSequence(List.of(
                                new Directive.OverrideParameters(
                                        Parameters.of(new Parameter.Content(TrustChangeCodec.encode(change)))),
                                new Directive.Write(ReportPolicy.ON_FAILURE))))
                .build();
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        try {
            return EnvelopeEncoder.head(
                    encoded, digest, List.of(keys.signer().sign(ManifestEncoder.encode(digest))), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same octets with one bit flipped. */
    public static Bytes flipped(Bytes octets, int index) {
        byte[] copy = octets.toArray();
        copy[index] ^= 1;
        return Bytes.wrap(copy);
    }
}
