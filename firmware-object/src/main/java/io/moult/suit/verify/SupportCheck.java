package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.Optional;

/**
 * Whether a recipient can run a manifest: commands, parameters, sections and components that it has, and all that a
 * decision needs (draft-ietf-suit-manifest-37 section 6.1, reasons to exclude a manifest). Names the first thing that it
 * cannot. Says nothing of any one device.
 */
final class SupportCheck {
    private final Manifest manifest;
    private final Envelope envelope;
    private final Capabilities can;

    private SupportCheck(Manifest manifest, Envelope envelope, Capabilities can) {
        this.manifest = manifest;
        this.envelope = envelope;
        this.can = can;
    }

    static Optional<Refusal> check(Manifest manifest, Envelope envelope, Capabilities capabilities) {
        return new SupportCheck(manifest, envelope, capabilities).check();
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
        for (Section section : Section.values()) {
            found = found.or(() -> manifest.sequence(section).flatMap(this::checkSequence));
        }
        return found;
    }

    /** In the order written: the outer command first, then those in its argument. */
    private Optional<Refusal> checkSequence(CommandSequence sequence) {
        Optional<Refusal> found = Optional.empty();
        for (Command command : sequence.commands()) {
            if (!can.supportsCommand(command.code())) {
                found = found.or(() -> Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMMAND, command.label())));
            }
            found = found.or(() -> checkArgument(command));
        }
        return found;
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
        return parameters.all().stream()
                .filter(parameter -> !supports(parameter))
                .findFirst()
                .map(parameter -> unsupportedParameter(parameter.code()));
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
        return manifest.sections().keySet().stream()
                .filter(section -> !can.sections().contains(section))
                .findFirst()
                .flatMap(section -> unsupported("section " + section.label()));
    }

    private static Optional<Refusal> unsupported(String name) {
        return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_FORMAT, name));
    }

    private Optional<Refusal> checkComponents() {
        int count = manifest.componentIndexes().size();
        if (count >= 1 && count <= can.components()) {
            return Optional.empty();
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
            case ONE_IMAGE -> OneImageCheck.check(manifest, envelope, can.sections());
        };
    }
}
