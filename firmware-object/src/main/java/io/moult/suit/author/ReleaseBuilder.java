package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.EnvelopeEncoder;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Builds and signs a release of one image, or of a set of images, for one class of devices, after the templates of draft-ietf-suit-manifest-37
 * section 7 (compatibility check, component download or integrated payload). The image is read as a stream. The same
 * inputs give the same octets, signature and all, where the signing key is in memory.
 */
public final class ReleaseBuilder {
    /** The envelope's key for an embedded image, and so the URI that the manifest fetches. */
    public static final String EMBEDDED_IMAGE = "#image";

    private final UUID vendorId;
    private final UUID classId;
    private final Signer signer;
    private Optional<Version> version = Optional.empty();
    private long sequenceNumber;
    private OptionalLong securityCounter = OptionalLong.empty();
    private String uri = EMBEDDED_IMAGE;

    public ReleaseBuilder(UUID vendorId, UUID classId, Signer signer) {
        this.vendorId = vendorId;
        this.classId = classId;
        this.signer = signer;
    }

    /** A builder for a key set's devices, which reads its signing key. */
    public static ReleaseBuilder of(KeySet keys) throws IOException {
        return new ReleaseBuilder(keys.vendorId(), keys.classId(), keys.signer());
    }

    public ReleaseBuilder version(Version value) {
        this.version = Optional.of(value);
        return this;
    }

    /** Unsigned 64 bit. */
    public ReleaseBuilder sequenceNumber(long value) {
        this.sequenceNumber = value;
        return this;
    }

    /** Unsigned 64 bit: below it nothing boots any more once this release is confirmed. */
    public ReleaseBuilder securityCounter(long value) {
        this.securityCounter = OptionalLong.of(value);
        return this;
    }

    /** Where devices fetch the image; without it the image is embedded in the envelope. */
    public ReleaseBuilder uri(String value) {
        this.uri = value;
        return this;
    }

    /** Reads the image once, and signs. */
    public Release build(Path image) throws IOException {
        MessageDigest running = Digest.newSha256();
        long sizeBytes = 0;
        try (InputStream in = Files.newInputStream(image)) {
            byte[] chunk = new byte[64 * 1024];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                running.update(chunk, 0, count);
                sizeBytes += count;
            }
        }
        Digest imageDigest = Digest.ofSha256(running);
        Manifest manifest = manifest(sizeBytes, imageDigest);
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest manifestDigest = EnvelopeEncoder.digestOf(encoded);
        boolean embedded = uri.startsWith("#");
        Bytes head = EnvelopeEncoder.head(
                encoded,
                manifestDigest,
                List.of(signer.sign(ManifestEncoder.encode(manifestDigest))),
                embedded ? Optional.of(new Envelope.Payload(uri, sizeBytes)) : Optional.empty());
        return new Release(head, manifest, manifestDigest, image, sizeBytes, imageDigest, embedded);
    }

    /** One component of a set; {@code brought} unless the device must hold its image already. */
    public record Part(ComponentId component, Path image, boolean brought) {}

    /**
     * Reads the images once, and signs. The manifest speaks of all components, so that one record on the device decides for
     * the whole set; an image that is not brought is named by its digest, and a device that holds another one refuses the
     * release.
     *
     * @param parts in the order in which they start
     */
    public ReleaseSet buildSet(List<Part> parts) throws IOException {
        List<ReleaseSet.Image> images = new ArrayList<>();
        for (Part part : parts) {
            images.add(ReleaseSet.Image.of(part.component(), part.image(), part.brought()));
        }
        Manifest manifest = manifest(images);
        EnvelopeDraft draft = EnvelopeDraft.of(
                manifest,
                images.stream()
                        .filter(ReleaseSet.Image::brought)
                        .map(ReleaseSet.Image::payload)
                        .toList());
        return new ReleaseSet(draft.with(signer.sign(draft.authentication().signedOctets())), manifest, images);
    }

    private Manifest manifest(List<ReleaseSet.Image> images) {
        List<Command> shared = new ArrayList<>();
        List<Command> install = new ArrayList<>();
        shared.add(new Directive.SetComponentIndex(new ComponentSelection.All()));
        shared.add(new Directive.OverrideParameters(
                Parameters.of(new Parameter.VendorIdentifier(vendorId), new Parameter.ClassIdentifier(classId))));
        shared.add(new Condition.VendorIdentifier(ReportPolicy.ALWAYS));
        shared.add(new Condition.ClassIdentifier(ReportPolicy.ALWAYS));
        for (int i = 0; i < images.size(); i++) {
            ReleaseSet.Image image = images.get(i);
            Directive component = new Directive.SetComponentIndex(new ComponentSelection.One(i));
            shared.add(component);
            shared.add(new Directive.OverrideParameters(Parameters.of(
                    new Parameter.ImageDigest(image.digest()), new Parameter.ImageSize(image.sizeBytes()))));
            if (image.brought()) {
                install.add(component);
                install.add(new Directive.OverrideParameters(Parameters.of(new Parameter.Uri(image.key()))));
                install.add(new Directive.Fetch(ReportPolicy.ON_FAILURE));
                install.add(new Condition.ImageMatch(ReportPolicy.ALWAYS));
            }
        }
        List<Command> validate = new ArrayList<>();
        validate.add(new Directive.SetComponentIndex(new ComponentSelection.All()));
        validate.addAll(validate().commands());
        Manifest.Builder manifest = new Manifest.Builder(sequenceNumber)
                .common(new Common(
                        List.of(),
                        images.stream().map(ReleaseSet.Image::component).toList(),
                        new CommandSequence(shared)))
                .section(Section.INSTALL, new CommandSequence(install))
                .section(Section.VALIDATE, new CommandSequence(validate));
        version.ifPresent(manifest::version);
        return manifest.build();
    }

    private Manifest manifest(long sizeBytes, Digest imageDigest) {
        CommandSequence shared = CommandSequence.of(
                new Directive.OverrideParameters(Parameters.of(
                        new Parameter.VendorIdentifier(vendorId),
                        new Parameter.ClassIdentifier(classId),
                        new Parameter.ImageDigest(imageDigest),
                        new Parameter.ImageSize(sizeBytes))),
                new Condition.VendorIdentifier(ReportPolicy.ALWAYS),
                new Condition.ClassIdentifier(ReportPolicy.ALWAYS));
        CommandSequence install = CommandSequence.of(
                new Directive.OverrideParameters(Parameters.of(new Parameter.Uri(uri))),
                new Directive.Fetch(ReportPolicy.ON_FAILURE),
                new Condition.ImageMatch(ReportPolicy.ALWAYS));
        Manifest.Builder manifest = new Manifest.Builder(sequenceNumber)
                .common(new Common(List.of(), List.of(ComponentId.MAIN), shared))
                .section(Section.INSTALL, install)
                .section(Section.VALIDATE, validate());
        version.ifPresent(manifest::version);
        return manifest.build();
    }

    private CommandSequence validate() {
        Condition match = new Condition.ImageMatch(ReportPolicy.ALWAYS);
        if (securityCounter.isEmpty()) {
            return CommandSequence.of(match);
        }
        return CommandSequence.of(
                new Directive.OverrideParameters(
                        Parameters.of(new Parameter.SecurityCounter(securityCounter.getAsLong()))),
                match);
    }
}
