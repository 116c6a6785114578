package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.Section;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An author, a device, and a manifest of any shape that is run on it. The words that tests make manifests of. */
public final class Scene {
    public static final ReportPolicy QUIET = ReportPolicy.NONE;
    public static final Command ABORT = new Condition.Abort(QUIET);
    public static final Command MATCH = new Condition.ImageMatch(QUIET);
    public static final Command FETCH = new Directive.Fetch(QUIET);
    public static final Command WRITE = new Directive.Write(QUIET);
    public static final Command COPY = new Directive.Copy(QUIET);
    public static final Command SWAP = new Directive.Swap(QUIET);
    public static final Command UNLINK = new Directive.Unlink(QUIET);
    public static final Command INTEGRITY = new Condition.DependencyIntegrity(QUIET);
    public static final Command PROCESS = new Directive.ProcessDependency(QUIET);

    public final TestAuthor author = new TestAuthor();
    public final MemoryRecipient device = new MemoryRecipient();
    public final ManifestVerifier verifier =
            new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, Capabilities.ALL);

    /** Of components named so, with a shared sequence. */
    public static Manifest.Builder manifest(CommandSequence shared, String... components) {
        return manifest(List.of(), shared, components);
    }

    /** The same with dependencies. */
    public static Manifest.Builder manifest(
            List<Dependency> dependencies, CommandSequence shared, String... components) {
        List<ComponentId> ids =
                Arrays.stream(components).map(one -> ComponentId.of(one)).toList();
        return new Manifest.Builder(2).common(new Common(dependencies, ids, shared));
    }

    /** The install section alone, of a manifest with components a, b, c as many as wanted. */
    public static Manifest installing(int components, Command... commands) {
        String[] names = Arrays.copyOf(new String[] {"a", "b", "c"}, components);
        return manifest(CommandSequence.EMPTY, names)
                .section(Section.INSTALL, CommandSequence.of(commands))
                .build();
    }

    public static Command override(Parameter... parameters) {
        return new Directive.OverrideParameters(Parameters.of(parameters));
    }

    public static Command defaults(Parameter... parameters) {
        return new Directive.SetParameters(Parameters.of(parameters));
    }

    public static Command index(int index) {
        return new Directive.SetComponentIndex(new ComponentSelection.One(index));
    }

    public static Command indices(Integer... indices) {
        return new Directive.SetComponentIndex(new ComponentSelection.Several(List.of(indices)));
    }

    public static Command everyIndex() {
        return new Directive.SetComponentIndex(new ComponentSelection.All());
    }

    public static Command tryEach(CommandSequence... attempts) {
        return new Directive.TryEach(List.of(attempts), false);
    }

    public static Command tryEachOrNothing(CommandSequence... attempts) {
        return new Directive.TryEach(List.of(attempts), true);
    }

    public static Command run(Command... commands) {
        return new Directive.RunSequence(CommandSequence.of(commands));
    }

    public static CommandSequence sequence(Command... commands) {
        return CommandSequence.of(commands);
    }

    public static Parameter content(String text) {
        return new Parameter.Content(text(text));
    }

    public static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public VerifiedManifest verified(Manifest manifest) {
        return verify(author.envelope(manifest)).fold(Verification.Accepted::manifest, refused -> {
            throw new AssertionError(refused.refusal().toString());
        });
    }

    public Verification verify(Bytes envelope) {
        return verifier.verify(Heads.envelope(envelope), profile());
    }

    private static DeviceProfile profile() {
        return new DeviceProfile(ManifestSketch.VENDOR, ManifestSketch.DEVICE_CLASS, 0, true, -1);
    }

    public ManifestProcessor processor(Manifest manifest) {
        return new ManifestProcessor(
                verified(manifest), device, (envelope, component, prefix) -> verifier.verify(envelope, profile()));
    }

    /** Installs a manifest that needs nothing from outside. */
    public Step install(Manifest manifest) {
        return processor(manifest).install();
    }
}
