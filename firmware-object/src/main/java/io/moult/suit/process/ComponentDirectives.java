package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The directives that act upon one component (draft-ietf-suit-manifest-37 section 8.4.10). */
final class ComponentDirectives {
    private final Machine machine;
    private final DependencyDirectives dependencies;

    ComponentDirectives(Machine machine, DependencyDirectives dependencies) {
        this.machine = machine;
        this.dependencies = dependencies;
    }

    /** Runs one, or says what it needs. */
    Optional<Step.Need> run(Directive.Operation directive, Frame.Instruction instruction, ComponentId component)
            throws CommandFailure, IOException {
        Parameters parameters = machine.parameters().of(component);
        if (directive instanceof Directive.Fetch) {
            return Optional.of(fetch(directive, instruction, component, parameters));
        } else if (directive instanceof Directive.Invoke) {
            return Optional.of(new Step.Invoke(
                    component, parameters.find(Parameter.InvokeArguments.class).map(Parameter.InvokeArguments::value)));
        } else if (directive instanceof Directive.Wait) {
            return awaited(directive, component, parameters);
        } else if (directive instanceof Directive.Write) {
            write(directive, instruction, component, parameters);
        } else if (directive instanceof Directive.Copy) {
            copy(directive, instruction, component, parameters);
        } else if (directive instanceof Directive.Swap) {
            swap(directive, instruction, component, parameters);
        } else {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_COMMAND, directive.label());
        }
        return Optional.empty();
    }

    /** What a fetch asks for has been stored. */
    void fetched(Directive.Operation directive, Frame.Instruction instruction, ComponentId component)
            throws CommandFailure, IOException {
        machine.root().forget(component);
        machine.afterAltering(instruction.frame().node(), component, directive);
    }

    private Step.Need fetch(
            Directive.Operation directive, Frame.Instruction instruction, ComponentId component, Parameters parameters)
            throws CommandFailure, IOException {
        machine.recipientFor(directive);
        String uri = Machine.needed(Parameter.Uri.class, "uri", parameters, directive)
                .value();
        ManifestNode node = instruction.frame().node();
        before(directive, instruction, Optional.empty(), component);
        Optional<Digest> digest = parameters.find(Parameter.ImageDigest.class).map(Parameter.ImageDigest::value);
        if (node.isDependency(instruction.componentIndex())) {
            return new Step.NeedDependency(node.path(), component, uri, digest, Handling.of(parameters));
        }
        dependencies.requireAll(machine.root());
        return new Step.NeedPayload(
                node.path(), component, uri, imageSize(parameters), digest, Handling.of(parameters));
    }

    private void write(
            Directive.Operation directive, Frame.Instruction instruction, ComponentId component, Parameters parameters)
            throws CommandFailure, IOException {
        Bytes content = Machine.needed(Parameter.Content.class, "content", parameters, directive)
                .value();
        Recipient recipient = machine.recipientFor(directive);
        before(directive, instruction, Optional.empty(), component);
        require(recipient.write(component, content, Handling.of(parameters)));
        machine.afterAltering(instruction.frame().node(), component, directive);
    }

    private void copy(
            Directive.Operation directive, Frame.Instruction instruction, ComponentId component, Parameters parameters)
            throws CommandFailure, IOException {
        ComponentId source = source(directive, instruction, parameters);
        Recipient recipient = machine.recipientFor(directive);
        before(directive, instruction, Optional.of(source), component);
        Handling handling = Handling.of(parameters);
        // the size is that of the target, which of an encrypted source says nothing
        OptionalLong size = handling.encryptionInfo().isPresent() ? OptionalLong.empty() : imageSize(parameters);
        require(recipient.copy(source, component, size, handling));
        machine.afterAltering(instruction.frame().node(), component, directive);
    }

    private void swap(
            Directive.Operation directive, Frame.Instruction instruction, ComponentId component, Parameters parameters)
            throws CommandFailure, IOException {
        ComponentId source = source(directive, instruction, parameters);
        Recipient recipient = machine.recipientFor(directive);
        before(directive, instruction, Optional.of(source), component);
        machine.beforeAltering(source, directive);
        require(recipient.swap(source, component));
        machine.afterAltering(instruction.frame().node(), component, directive);
    }

    /** All events must have come; one of which this device cannot tell never will. */
    private Optional<Step.Need> awaited(Directive.Operation directive, ComponentId component, Parameters parameters)
            throws CommandFailure {
        List<WaitEvent> pending = new ArrayList<>();
        for (WaitEvent event : Machine.needed(Parameter.WaitInfo.class, "wait-info", parameters, directive)
                .events()) {
            switch (machine.view().arrival(event)) {
                case COME -> {}
                case PENDING -> pending.add(event);
                case UNSUPPORTED ->
                    throw CommandFailure.abort(RefusalReason.UNSUPPORTED_COMMAND, "wait for event " + event.code());
            }
        }
        return pending.isEmpty() ? Optional.empty() : Optional.of(new Step.Wait(component, pending));
    }

    private void before(
            Directive.Operation directive,
            Frame.Instruction instruction,
            Optional<ComponentId> source,
            ComponentId target)
            throws CommandFailure, IOException {
        if (!instruction.frame().mayTouch(source, target)) {
            throw CommandFailure.abort(
                    RefusalReason.MALFORMED,
                    directive.label() + " of " + target + ", source and target where no order is strict");
        }
        machine.beforeAltering(target, directive);
    }

    private static ComponentId source(
            Directive.Operation directive, Frame.Instruction instruction, Parameters parameters) throws CommandFailure {
        long index = Machine.needed(Parameter.SourceComponent.class, "source-component", parameters, directive)
                .index();
        Optional<ComponentId> source = index < 0 || index > Integer.MAX_VALUE
                ? Optional.empty()
                : instruction.frame().node().component((int) index);
        if (source.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED, "there is no component " + Long.toUnsignedString(index));
        }
        return source.get();
    }

    private static OptionalLong imageSize(Parameters parameters) {
        return parameters
                .find(Parameter.ImageSize.class)
                .map(size -> OptionalLong.of(size.valueBytes()))
                .orElse(OptionalLong.empty());
    }

    private static void require(Optional<Refusal> refused) throws CommandFailure {
        if (refused.isPresent()) {
            throw CommandFailure.abort(refused.get());
        }
    }
}
