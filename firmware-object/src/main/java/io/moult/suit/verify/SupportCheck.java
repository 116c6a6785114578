package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.Iterator;
import java.util.Optional;

/**
 * Whether a recipient can run a manifest: commands, parameters, sections and components that it has, and all that a
 * decision needs (draft-ietf-suit-manifest-37 section 6.1, reasons to exclude a manifest). Names the first thing that it
 * cannot. Says nothing of any one device.
 */
final class SupportCheck {
    private final Manifest manifest;
    private final ManifestSummary summary;
    private final Envelope envelope;
    private final Capabilities can;

    private SupportCheck(Manifest manifest, ManifestSummary summary, Envelope envelope, Capabilities can) {
        this.manifest = manifest;
        this.summary = summary;
        this.envelope = envelope;
        this.can = can;
    }

    /** @param summary what the manifest says of itself */
    static Optional<Refusal> check(
            Manifest manifest, ManifestSummary summary, Envelope envelope, Capabilities capabilities) {
        return new SupportCheck(manifest, summary, envelope, capabilities).check();
    }

    private Optional<Refusal> check() {
        return checkCommands()
                .or(this::checkMembers)
                .or(this::checkSections)
                .or(this::checkComponents)
                .or(this::checkPayloads)
                .or(this::checkShape);
    }

    private Optional<Refusal> checkCommands() {
        Optional<Refusal> found = checkSequence(manifest.sharedSequence());
        Iterator<Section> sections = manifest.sections().keySet().iterator();
        while (found.isEmpty() && sections.hasNext()) {
            found = manifest.sequence(sections.next()).flatMap(this::checkSequence);
        }
        return found;
    }

    /** In the order written: the outer command first, then those in its argument. */
    private Optional<Refusal> checkSequence(CommandSequence sequence) {
        for (Command command : sequence.commands()) {
            Optional<Refusal> found = can.supportsCommand(command.code())
                    ? checkArgument(command)
                    : Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMMAND, command.label()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkArgument(Command command) {
        if (command instanceof Directive.OverrideParameters override) {
            return checkParameters(override.parameters());
        } else if (command instanceof Directive.SetParameters set) {
            return checkParameters(set.parameters());
        } else if (command instanceof Directive.OverrideMultiple override) {
            return override.entries().stream()
                    .flatMap(entry -> checkParameters(entry.parameters()).stream())
                    .findFirst();
        } else if (command instanceof Directive.CopyParams copy) {
            return copy.entries().stream()
                    .flatMap(entry -> entry.codes().stream())
                    .filter(code -> !can.supportsParameter(code))
                    .findFirst()
                    .map(SupportCheck::unsupportedParameter);
        } else if (command instanceof Directive.RunSequence run) {
            return checkSequence(run.sequence());
        } else if (command instanceof Directive.TryEach tryEach) {
            return tryEach.attempts().stream()
                    .flatMap(attempt -> checkSequence(attempt).stream())
                    .findFirst();
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkParameters(Parameters parameters) {
        for (Parameter parameter : parameters.all()) {
            if (!supports(parameter)) {
                return Optional.of(unsupportedParameter(parameter.code()));
            }
            if (parameter instanceof Parameter.ImageDigest digest
                    && digest.value().knownAlgorithm().isEmpty()) {
                return Optional.of(new Refusal(
                        RefusalReason.UNSUPPORTED_ALGORITHM,
                        "image-digest by " + digest.value().algorithmName()));
            }
        }
        return Optional.empty();
    }

    /** What is about one image is compared by its vendor's UUID. */
    private boolean supports(Parameter parameter) {
        boolean comparable = !(parameter instanceof Parameter.VendorNumber) || can.shape() == Capabilities.Shape.ANY;
        return comparable && can.supportsParameter(parameter.code());
    }

    private static Refusal unsupportedParameter(long code) {
        return new Refusal(RefusalReason.UNSUPPORTED_PARAMETER, ParameterCode.label(code));
    }

    private Optional<Refusal> checkMembers() {
        if (!can.dependencies() && !manifest.dependencies().isEmpty()) {
            return unsupported("dependencies");
        }
        return !can.manifestComponents() && manifest.componentId().isPresent()
                ? unsupported("manifest-component-id")
                : Optional.empty();
    }

    private Optional<Refusal> checkSections() {
        for (Section section : manifest.sections().keySet()) {
            if (!can.sections().contains(section)) {
                return unsupported("section " + section.label());
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> unsupported(String name) {
        return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_FORMAT, name));
    }

    private Optional<Refusal> checkComponents() {
        int count = manifest.componentIndexes().size();
        if (count >= 1 && count <= can.components()) {
            return Optional.empty();
        }
        if (count == 0) {
            return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMPONENT, "it is about no component"));
        }
        return Optional.of(new Refusal(
                RefusalReason.UNSUPPORTED_COMPONENT,
                count + " components where " + (can.components() == 1 ? "one is" : "1 to " + can.components() + " are")
                        + " supported"));
    }

    private Optional<Refusal> checkPayloads() {
        int count = envelope.payloadCount();
        if (count <= can.payloads()) {
            return Optional.empty();
        }
        return unsupported(count + " payloads in the envelope where "
                + (can.payloads() == 1 ? "one is" : can.payloads() + " are") + " supported");
    }

    private Optional<Refusal> checkShape() {
        return switch (can.shape()) {
            case ANY -> Optional.empty();
            case ONE_IMAGE -> OneImageCheck.check(manifest, summary, envelope, can.sections());
        };
    }
}
