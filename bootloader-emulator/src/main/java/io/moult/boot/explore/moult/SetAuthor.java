package io.moult.boot.explore.moult;

import io.moult.bytes.Bytes;
import io.moult.suit.author.Signer;
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
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Signs sets of images for one class of devices: each image matched, and invoked, in the order given. */
final class SetAuthor {
    private final UUID vendorId;
    private final UUID classId;
    private final Signer signer;

    SetAuthor(UUID vendorId, UUID classId, Signer signer) {
        this.vendorId = vendorId;
        this.classId = classId;
        this.signer = signer;
    }

    /** The number is the sequence number, and the version's first. */
    Catalogue.Candidate candidate(int number, Map<ComponentId, Bytes> images) throws IOException {
        List<ComponentId> components = List.copyOf(images.keySet());
        List<Command> validate = new ArrayList<>();
        List<Command> invoke = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            Bytes image = images.getOrDefault(components.get(i), Bytes.EMPTY);
            validate.add(new Directive.SetComponentIndex(new ComponentSelection.One(i)));
            validate.add(new Directive.OverrideParameters(Parameters.of(
                    new Parameter.ImageDigest(Digest.sha256(image)),
                    new Parameter.ImageSize(image.length()),
                    new Parameter.SecurityCounter(Catalogue.COUNTERS.get(number)))));
            validate.add(new Condition.ImageMatch(ReportPolicy.ALWAYS));
            invoke.add(new Directive.SetComponentIndex(new ComponentSelection.One(i)));
            invoke.add(new Directive.Invoke(ReportPolicy.ALWAYS));
        }
        Manifest manifest = new Manifest.Builder(number)
                .common(new Common(List.of(), components, new CommandSequence(shared())))
                .section(Section.VALIDATE, new CommandSequence(validate))
                .section(Section.INVOKE, new CommandSequence(invoke))
                .version(Version.parse(number + ".0.0"))
                .build();
        Bytes encoded = ManifestEncoder.encode(manifest);
        Digest digest = EnvelopeEncoder.digestOf(encoded);
        Bytes envelope = EnvelopeEncoder.head(
                encoded, digest, List.of(signer.sign(ManifestEncoder.encode(digest))), Optional.empty());
        return new Catalogue.Candidate(number, envelope, images);
    }

    private List<Command> shared() {
        return List.of(
                new Directive.SetComponentIndex(new ComponentSelection.All()),
                new Directive.OverrideParameters(Parameters.of(
                        new Parameter.VendorIdentifier(vendorId), new Parameter.ClassIdentifier(classId))),
                new Condition.VendorIdentifier(ReportPolicy.ALWAYS),
                new Condition.ClassIdentifier(ReportPolicy.ALWAYS));
    }
}
