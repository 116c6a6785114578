package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.verify.DeviceProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A good manifest, whose parts a test changes before it is built. */
public final class ManifestSketch {
    public static final UUID VENDOR = Identifiers.vendorId("example.com");
    public static final UUID DEVICE_CLASS = Identifiers.classId(VENDOR, "sensor rev B");
    public static final Bytes IMAGE = Bytes.wrap("a healthy image, version two".getBytes(StandardCharsets.UTF_8));

    public UUID vendor = VENDOR;
    public UUID deviceClass = DEVICE_CLASS;
    public long sequenceNumber = 2;
    public List<ComponentId> components = new ArrayList<>(List.of(ComponentId.MAIN));
    public List<Dependency> dependencies = List.of();
    public Digest imageDigest = Digest.sha256(IMAGE);
    public long imageSizeBytes = IMAGE.length();
    public String uri = "#image";
    public Optional<Version> version = Optional.of(Version.parse("2.0.0"));
    public Optional<String> referenceUri = Optional.empty();
    public List<Command> sharedTail = new ArrayList<>(List.of(
            new Condition.VendorIdentifier(ReportPolicy.ALWAYS), new Condition.ClassIdentifier(ReportPolicy.ALWAYS)));
    public List<Command> installTail = new ArrayList<>(
            List.of(new Directive.Fetch(ReportPolicy.ON_FAILURE), new Condition.ImageMatch(ReportPolicy.ALWAYS)));
    public List<Command> validate = new ArrayList<>(List.of(new Condition.ImageMatch(ReportPolicy.ALWAYS)));
    public Map<Section, Member<CommandSequence>> moreSections = new EnumMap<>(Section.class);

    public Manifest build() {
        List<Command> shared = new ArrayList<>(selection());
        shared.add(new Directive.OverrideParameters(Parameters.of(
                new Parameter.VendorIdentifier(vendor),
                new Parameter.ClassIdentifier(deviceClass),
                new Parameter.ImageDigest(imageDigest),
                new Parameter.ImageSize(imageSizeBytes))));
        shared.addAll(sharedTail);
        List<Command> install = new ArrayList<>(selection());
        install.add(new Directive.OverrideParameters(Parameters.of(new Parameter.Uri(uri))));
        install.addAll(installTail);
        Manifest.Builder manifest = new Manifest.Builder(sequenceNumber)
                .common(new Common(dependencies, components, new CommandSequence(shared)))
                .section(Section.INSTALL, new CommandSequence(install))
                .section(
                        Section.VALIDATE,
                        new CommandSequence(Stream.concat(selection().stream(), validate.stream())
                                .toList()));
        moreSections.forEach(manifest::section);
        version.ifPresent(manifest::version);
        referenceUri.ifPresent(manifest::referenceUri);
        return manifest.build();
    }

    /** What every sequence begins with where there is more than one component. */
    private List<Command> selection() {
        return components.size() > 1
                ? List.of(new Directive.SetComponentIndex(new ComponentSelection.All()))
                : List.of();
    }

    /** A device of the right vendor and class that runs sequence number 1. */
    public static DeviceProfile device() {
        return new DeviceProfile(VENDOR, DEVICE_CLASS, 1, false, 1024 * 1024);
    }
}
