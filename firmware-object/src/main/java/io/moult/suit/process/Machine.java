package io.moult.suit.process;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all commands of one procedure work on. Owned by one processor. */
final class Machine {
    private final ManifestNode root;
    private final RecipientView view;
    private final Optional<Recipient> recipient;
    private final Optional<DependencyVerifier> verifier;
    private final ParameterTable parameters = new ParameterTable();
    private final int mostSteps;
    private List<Section> procedure = List.of();
    private int steps;

    Machine(
            ManifestNode root,
            RecipientView view,
            Optional<Recipient> recipient,
            Optional<DependencyVerifier> verifier,
            int mostSteps) {
        this.mostSteps = mostSteps;
        this.root = root;
        this.view = view;
        this.recipient = recipient;
        this.verifier = verifier;
    }

    /** Begins a procedure: nothing is left of the one before. */
    void begin(List<Section> sections) {
        procedure = List.copyOf(sections);
        steps = 0;
        parameters.clear();
        root.forgetAll();
    }

    ManifestNode root() {
        return root;
    }

    RecipientView view() {
        return view;
    }

    Optional<DependencyVerifier> verifier() {
        return verifier;
    }

    ParameterTable parameters() {
        return parameters;
    }

    /** The sections that are run one after the other. */
    List<Section> procedure() {
        return procedure;
    }

    /** The device, for a command that acts. */
    Recipient recipientFor(Command command) throws CommandFailure {
        if (recipient.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.UNSUPPORTED_COMMAND, command.label() + " where nothing may be changed");
        }
        return recipient.get();
    }

    /** Counts what takes time: a command, or a dependency's envelope that is read. */
    void takeStep() throws CommandFailure {
        if (++steps > mostSteps) {
            throw CommandFailure.abort(RefusalReason.LIMIT_EXCEEDED, "more than " + mostSteps + " steps");
        }
    }

    /** Whether the device has every component of a manifest. */
    Optional<Refusal> missingComponent(ManifestNode node) {
        return node.components().values().stream()
                .filter(component -> !view.hasComponent(component))
                .findFirst()
                .map(component ->
                        new Refusal(RefusalReason.UNSUPPORTED_COMPONENT, "this device has no component " + component));
    }

    /**
     * Before a component is altered: nobody outside this tree of manifests counts on it, and what was found of it is void
     * (draft-ietf-suit-trust-domains-11 sections 5.6.4 and 5.6.5).
     *
     * <p>Deviation: a component may be overwritten by the very manifest that counts on it, or a later one in its place.
     * Otherwise no manifest could be applied again after a power cut, nor an image be replaced without being removed
     * first.
     */
    void beforeAltering(ComponentId component, Command command) throws CommandFailure, IOException {
        Set<ComponentId> others = new HashSet<>(view.holders(component));
        Set<ComponentId> ours = new HashSet<>();
        root.collectPlaces(ours);
        others.removeAll(ours);
        if (!others.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED,
                    command.label() + " of " + component + ", on which "
                            + others.iterator().next() + " counts");
        }
        root.forget(component);
    }

    /** After a component was altered: the manifest counts on it. */
    void afterAltering(ManifestNode node, ComponentId component, Command command) throws CommandFailure, IOException {
        if (node.place().isPresent()) {
            recipientFor(command).link(component, node.place().get());
        }
    }

    static <P extends Parameter> P needed(Class<P> kind, String name, Parameters parameters, Command command)
            throws CommandFailure {
        Optional<P> found = parameters.find(kind);
        if (found.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED, name + " is not set where " + command.label() + " needs it");
        }
        return found.get();
    }
}
