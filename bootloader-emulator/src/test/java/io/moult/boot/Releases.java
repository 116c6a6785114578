package io.moult.boot;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
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
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** An author with a key set of its own, and signed releases of made-up images. */
final class Releases {
    private final Path dir;
    private final KeySet keys;
    private int made;

    Releases(Path dir, String domain, String model) throws IOException {
        this.dir = dir;
        Clock clock = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
        this.keys = new KeySetMaker(clock, new SecureRandom())
                .make(dir.resolve("keys-" + domain + "-" + model.replace(' ', '-')), domain, model);
    }

    KeySet keys() {
        return keys;
    }

    /** A release as a device sees it: the envelope without payload, and the image. */
    record Signed(String version, Bytes envelope, Map<ComponentId, Bytes> images) {
        Signed(String version, Bytes envelope, Bytes image) {
            this(version, envelope, Map.of(ComponentId.MAIN, image));
        }

        /** The only image. */
        Bytes image() {
            return images.values().iterator().next();
        }

        Bytes image(ComponentId component) {
            return Objects.requireNonNull(images.get(component), () -> "no image of " + component);
        }

        Map<ComponentId, InputStream> streams() {
            Map<ComponentId, InputStream> streams = new HashMap<>();
            images.forEach((component, image) -> streams.put(component, new ByteArrayInputStream(image.toArray())));
            return streams;
        }
    }

    /** A set of images under one envelope, in the topology's order; matched one by one, and invoked in the order given. */
    Signed set(String version, long sequence, OptionalLong counter, Map<ComponentId, Bytes> images) throws IOException {
        return set(version, sequence, counter, images, List.copyOf(images.keySet()));
    }

    Signed set(
            String version,
            long sequence,
            OptionalLong counter,
            Map<ComponentId, Bytes> images,
            List<ComponentId> startOrder)
            throws IOException {
        List<ComponentId> components = List.copyOf(images.keySet());
        List<Command> shared = new ArrayList<>();
        List<Command> validate = new ArrayList<>();
        List<Command> invoke = new ArrayList<>();
        shared.add(new Directive.SetComponentIndex(new ComponentSelection.All()));
        shared.add(new Directive.OverrideParameters(Parameters.of(
                new Parameter.VendorIdentifier(keys.vendorId()), new Parameter.ClassIdentifier(keys.classId()))));
        shared.add(new Condition.VendorIdentifier(ReportPolicy.ALWAYS));
        shared.add(new Condition.ClassIdentifier(ReportPolicy.ALWAYS));
        for (int i = 0; i < components.size(); i++) {
            Bytes image = Objects.requireNonNull(images.get(components.get(i)));
            validate.add(new Directive.SetComponentIndex(new ComponentSelection.One(i)));
            List<Parameter> parameters = new ArrayList<>(
                    List.of(new Parameter.ImageDigest(Digest.sha256(image)), new Parameter.ImageSize(image.length())));
            counter.ifPresent(value -> parameters.add(new Parameter.SecurityCounter(value)));
            validate.add(new Directive.OverrideParameters(new Parameters(parameters)));
            validate.add(new Condition.ImageMatch(ReportPolicy.ALWAYS));
        }
        for (ComponentId component : startOrder) {
            invoke.add(new Directive.SetComponentIndex(new ComponentSelection.One(components.indexOf(component))));
            invoke.add(new Directive.Invoke(ReportPolicy.ALWAYS));
        }
        Manifest manifest = new Manifest.Builder(sequence)
                .common(new Common(List.of(), components, new CommandSequence(shared)))
                .section(Section.VALIDATE, new CommandSequence(validate))
                .section(Section.INVOKE, new CommandSequence(invoke))
                .version(Version.parse(version))
                .build();
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        Bytes envelope = EnvelopeEncoder.head(
                encoded, digest, List.of(keys.signer().sign(ManifestEncoder.encode(digest))), Optional.empty());
        return new Signed(version, envelope, images);
    }

    /** Signed by somebody else as well. */
    static Signed countersigned(Signed release, Releases other) throws IOException {
        HeadResult.Complete head =
                (HeadResult.Complete) new EnvelopeReader(DecoderLimits.DEFAULT).readHead(release.envelope());
        Envelope envelope = head.envelope();
        List<Bytes> blocks = new ArrayList<>(envelope.authentication().blocks());
        blocks.add(other.keys.signer().sign(envelope.authentication().signedOctets()));
        return new Signed(
                release.version(),
                EnvelopeEncoder.head(
                        envelope.manifest().content(), envelope.authentication().digest(), blocks, Optional.empty()),
                release.images());
    }

    /** A change of whom this vendor's devices believe, signed by this one: the envelope. */
    Bytes change(long sequence, TrustChange change) throws IOException {
        return change(
                keys,
                sequence,
                change,
                List.of(
                        new Directive.OverrideParameters(
                                Parameters.of(new Parameter.VendorIdentifier(keys.vendorId()))),
                        new Condition.VendorIdentifier(ReportPolicy.ALWAYS)));
    }

    /** A change of whom devices believe, with what stands before it. */
    static Bytes change(KeySet signer, long sequence, TrustChange change, List<Command> shared) throws IOException {
        Manifest manifest = new Manifest.Builder(sequence)
                .common(new Common(
                        List.of(), List.of(AuthorisationPolicy.TRUST_COMPONENT), new CommandSequence(shared)))
                .section(
                        Section.INSTALL,
                        new CommandSequence(List.of(
                                new Directive.OverrideParameters(
                                        Parameters.of(new Parameter.Content(TrustChangeCodec.encode(change)))),
                                new Directive.Write(ReportPolicy.ON_FAILURE))))
                .build();
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        return EnvelopeEncoder.head(
                encoded, digest, List.of(signer.signer().sign(ManifestEncoder.encode(digest))), Optional.empty());
    }

    /** Such as everything may be done by. */
    Authority as(Role... roles) {
        return Authority.of(keys.trustAnchor(), roles);
    }

    /** By which changes name a key that is to be forgotten. */
    Bytes thumbprint() {
        return keys.trustAnchor().key().thumbprint();
    }

    static Bytes image(int lengthBytes, long seed) {
        byte[] octets = new byte[lengthBytes];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    Signed release(String version, long sequence, OptionalLong counter, Bytes image) throws IOException {
        return sign(ReleaseBuilder.of(keys), version, sequence, counter, image);
    }

    /** Signed by this author, for another class of devices than its key set's. */
    Signed releaseFor(UUID classId, String version, long sequence, Bytes image) throws IOException {
        ReleaseBuilder builder = new ReleaseBuilder(keys.vendorId(), classId, keys.signer());
        return sign(builder, version, sequence, OptionalLong.empty(), image);
    }

    private Signed sign(ReleaseBuilder builder, String version, long sequence, OptionalLong counter, Bytes image)
            throws IOException {
        Path file = dir.resolve("image" + made++);
        Files.write(file, image.toArray());
        builder.version(Version.parse(version)).sequenceNumber(sequence);
        if (counter.isPresent()) {
            builder.securityCounter(counter.getAsLong());
        }
        Release release = builder.build(file);
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(release.head());
        return new Signed(version, ((HeadResult.Complete) head).envelope().stripped(), image);
    }

    Signed release(String version, long sequence, Bytes image) throws IOException {
        return release(version, sequence, OptionalLong.empty(), image);
    }
}
