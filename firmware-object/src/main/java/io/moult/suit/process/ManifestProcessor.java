package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the commands of a believed manifest (draft-ietf-suit-manifest-37 section 6). A resumable machine: it runs until it
 * needs a payload and returns that need as a value. After a reset a new one begins again; commands are repeatable, so
 * whoever stores payloads just says at once that one is stored already. Owned by one thread.
 *
 * <p>Each section begins with an empty parameter table and the shared sequence, so that validation means the same during
 * an update and at every boot.
 */
public final class ManifestProcessor {
    private final Manifest manifest;
    private final ComponentId component;
    private final RecipientView view;
    private final Optional<Recipient> recipient;
    private final ConditionEvaluator conditions;

    private List<Instruction> program = List.of();
    private int next;
    private Parameters parameters = Parameters.EMPTY;
    private boolean waiting;

    /** A command, and whether it is the first of a section. */
    private record Instruction(boolean beginsSection, Command command) {}

    /** A processor for an update. */
    public ManifestProcessor(VerifiedManifest manifest, Recipient recipient) {
        this(manifest, recipient, Optional.of(recipient));
    }

    private ManifestProcessor(VerifiedManifest verified, RecipientView view, Optional<Recipient> recipient) {
        this.manifest = verified.manifest();
        this.component = manifest.components().get(0);
        this.view = view;
        this.recipient = recipient;
        this.conditions = new ConditionEvaluator(view);
    }

    /** Validates what is installed, over a view that allows nothing else: what a bootloader does. */
    public static Step validate(VerifiedManifest manifest, RecipientView view) {
        return new ManifestProcessor(manifest, view, Optional.empty()).validate();
    }

    /** Runs payload-fetch and install from the beginning. */
    public Step install() {
        return start(Section.PAYLOAD_FETCH, Section.INSTALL);
    }

    /** Goes on after a {@link Step.NeedPayload}; IllegalStateException when none was asked for. */
    public Step payloadStored() {
        if (!waiting) {
            throw new IllegalStateException("no payload was asked for");
        }
        return run();
    }

    /** Runs validate from the beginning: whether what is installed is what the manifest says. */
    public Step validate() {
        return start(Section.VALIDATE);
    }

    private Step start(Section... sections) {
        if (!view.hasComponent(component)) {
            return new Step.Failed(
                    new Refusal(RefusalReason.UNSUPPORTED_COMPONENT, "this device has no component " + component));
        }
        List<Instruction> commands = new ArrayList<>();
        for (Section section : sections) {
            if (manifest.severed(section)) {
                return new Step.Failed(new Refusal(
                        RefusalReason.INSTALL_FAILED, section.label() + " was severed and is not in the envelope"));
            }
            manifest.sequence(section).ifPresent(sequence -> append(commands, sequence));
        }
        program = List.copyOf(commands);
        next = 0;
        parameters = Parameters.EMPTY;
        return run();
    }

    private void append(List<Instruction> commands, CommandSequence section) {
        int first = commands.size();
        for (Command command : manifest.sharedSequence().commands()) {
            commands.add(new Instruction(commands.size() == first, command));
        }
        for (Command command : section.commands()) {
            commands.add(new Instruction(commands.size() == first, command));
        }
    }

    private Step run() {
        waiting = false;
        try {
            while (next < program.size()) {
                Instruction instruction = program.get(next++);
                if (instruction.beginsSection()) {
                    parameters = Parameters.EMPTY;
                }
                Optional<Step.NeedPayload> need = execute(instruction.command());
                if (need.isPresent()) {
                    waiting = true;
                    return need.get();
                }
            }
            return new Step.Done();
        } catch (CommandFailure e) {
            next = program.size();
            return new Step.Failed(e.refusal());
        } catch (IOException e) {
            next = program.size();
            return new Step.Failed(new Refusal(RefusalReason.STORAGE_FAILED, String.valueOf(e.getMessage())));
        }
    }

    private Optional<Step.NeedPayload> execute(Command command) throws CommandFailure, IOException {
        if (command instanceof Condition condition) {
            conditions.check(condition, component, parameters);
        } else if (command instanceof Directive.OverrideParameters override) {
            parameters = parameters.overriddenBy(override.parameters());
        } else if (command instanceof Directive.Fetch) {
            recipientFor(command);
            return Optional.of(fetch());
        } else if (command instanceof Directive.Write) {
            Bytes content = parameters
                    .find(Parameter.Content.class)
                    .map(Parameter.Content::value)
                    .orElseThrow(() -> missing("content", command));
            recipientFor(command).write(component, content);
        } else if (command instanceof Directive.Copy) {
            recipientFor(command).copy(source(command), component, imageSize(command));
        } else {
            throw new CommandFailure(RefusalReason.UNSUPPORTED_COMMAND, command.label());
        }
        return Optional.empty();
    }

    private Step.NeedPayload fetch() throws CommandFailure {
        Command fetch = program.get(next - 1).command();
        String uri =
                parameters.find(Parameter.Uri.class).map(Parameter.Uri::value).orElseThrow(() -> missing("uri", fetch));
        Digest digest = parameters
                .find(Parameter.ImageDigest.class)
                .map(Parameter.ImageDigest::value)
                .filter(Digest::isSha256)
                .orElseThrow(() -> missing("image-digest", fetch));
        return new Step.NeedPayload(component, uri, imageSize(fetch), digest.value());
    }

    private long imageSize(Command command) throws CommandFailure {
        return parameters
                .find(Parameter.ImageSize.class)
                .map(Parameter.ImageSize::valueBytes)
                .orElseThrow(() -> missing("image-size", command));
    }

    private ComponentId source(Command command) throws CommandFailure {
        long index = parameters
                .find(Parameter.SourceComponent.class)
                .map(Parameter.SourceComponent::index)
                .orElseThrow(() -> missing("source-component", command));
        if (index < 0 || index >= manifest.components().size()) {
            throw new CommandFailure(
                    RefusalReason.INSTALL_FAILED, "there is no component " + Long.toUnsignedString(index));
        }
        return manifest.components().get((int) index);
    }

    private Recipient recipientFor(Command command) throws CommandFailure {
        return recipient.orElseThrow(() -> new CommandFailure(
                RefusalReason.UNSUPPORTED_COMMAND, command.label() + " where nothing may be changed"));
    }

    private static CommandFailure missing(String parameter, Command command) {
        return new CommandFailure(
                RefusalReason.INSTALL_FAILED, parameter + " is not set where " + command.label() + " needs it");
    }
}
