package io.moult.suit.process;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentTable;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What concerns manifests that a manifest depends on (draft-ietf-suit-trust-domains-11 section 5). */
final class DependencyDirectives {
    /** Manifests that depend on one another in a row: enough for any tree, too few for a loop to hurt. */
    private static final int MOST_LEVELS = 8;

    private final Machine machine;

    DependencyDirectives(Machine machine) {
        this.machine = machine;
    }

    /**
     * suit-condition-dependency-integrity: signature, the digest that the dependent expects, and the manifest behind that
     * digest. Any of them missing aborts, even under soft failure (section 5.6.4).
     */
    void checkIntegrity(Frame.Instruction instruction, ComponentId component) throws CommandFailure, IOException {
        ManifestNode node = instruction.frame().node();
        Optional<Digest> wanted = machine.parameters()
                .of(component)
                .find(Parameter.ImageDigest.class)
                .map(Parameter.ImageDigest::value);
        if (wanted.isEmpty()) {
            throw CommandFailure.abort(RefusalReason.IMAGE_DIGEST, "no digest to expect of dependency " + component);
        }
        node.keepSound(instruction.componentIndex(), load(node, instruction.componentIndex(), wanted));
    }

    /**
     * suit-directive-process-dependency: the frame of the dependency's section to be run, behind its shared sequence; none
     * if it has no such section.
     *
     * <p>Deviation: section 5.6.2 wants dependency-integrity to have been run. Its own examples and templates run
     * image-match instead, which for a dependency compares the digest of its manifest; then the two other checks are made
     * here, and nothing is left out.
     */
    Optional<Frame> process(Frame.Instruction instruction, ComponentId component) throws CommandFailure, IOException {
        Frame frame = instruction.frame();
        ManifestNode node = frame.node();
        int index = instruction.componentIndex();
        if (frame.isShared()) {
            throw CommandFailure.abort(RefusalReason.MALFORMED, "process-dependency in the shared sequence");
        }
        if (!node.isDependency(index)) {
            throw CommandFailure.abort(RefusalReason.MALFORMED, component + " is no dependency");
        }
        if (node.sound(index).isEmpty() && node.matched(index).isPresent()) {
            node.keepSound(index, load(node, index, node.matched(index)));
        }
        Optional<ManifestNode> child = node.sound(index);
        if (child.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED,
                    "process-dependency of " + component + ", whose integrity was not checked");
        }
        node.markProcessed(index);
        if (frame.section() == Section.UNINSTALL && isHeldByOthers(node, component)) {
            return Optional.empty();
        }
        if (frame.section() == Section.INSTALL) {
            machine.afterAltering(node, component, instruction.command());
        }
        return sectionOf(child.get(), frame.section())
                .map(section -> section.completing(new Frame.Completion(instruction, Optional.empty())));
    }

    /**
     * suit-directive-unlink: the manifest counts on the component no longer, and a component that nobody counts on is
     * removed; a manifest only behind its uninstall section.
     */
    Optional<Frame> unlink(Frame.Instruction instruction, ComponentId component) throws CommandFailure, IOException {
        ManifestNode node = instruction.frame().node();
        Command command = instruction.command();
        Recipient recipient = machine.recipientFor(command);
        boolean free = node.place().isPresent()
                ? recipient.unlink(component, node.place().get())
                : recipient.holders(component).isEmpty();
        if (!free) {
            return Optional.empty();
        }
        if (node.isDependency(instruction.componentIndex())) {
            Optional<ManifestNode> known = node.authentic(instruction.componentIndex());
            ManifestNode child =
                    known.isPresent() ? known.get() : load(node, instruction.componentIndex(), Optional.empty());
            Optional<Frame> uninstall = sectionOf(child, Section.UNINSTALL);
            if (uninstall.isPresent()) {
                return Optional.of(
                        uninstall.get().completing(new Frame.Completion(instruction, Optional.of(component))));
            }
        }
        remove(component, command);
        return Optional.empty();
    }

    void remove(ComponentId component, Command command) throws CommandFailure, IOException {
        machine.root().forget(component);
        Optional<Refusal> refused = machine.recipientFor(command).remove(component);
        if (refused.isPresent()) {
            throw CommandFailure.abort(refused.get());
        }
    }

    /** Before any payload is fetched: all dependencies are there, and authentic (section 5.5). */
    void requireAll(ManifestNode node) throws CommandFailure, IOException {
        for (Dependency dependency : node.dependencies()) {
            Optional<ManifestNode> known = node.authentic(dependency.index());
            if (known.isPresent()) {
                requireAll(known.get());
            } else {
                ComponentId component = componentOf(node, dependency);
                Optional<Digest> wanted = machine.parameters()
                        .of(component)
                        .find(Parameter.ImageDigest.class)
                        .map(Parameter.ImageDigest::value);
                ManifestNode child = load(node, dependency.index(), wanted);
                node.keepAuthentic(dependency.index(), child);
                requireAll(child);
            }
        }
    }

    /** After a section: each sound dependency that has one of the same name was told to run it. */
    void requireProcessed(Frame ended) throws CommandFailure {
        if (ended.section() == Section.UNINSTALL) {
            return;
        }
        Optional<Integer> leftOut = ended.node().leftOut(ended.section());
        if (leftOut.isPresent()) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED,
                    ended.section().label() + " of dependency " + leftOut.get() + " was not processed");
        }
    }

    private ManifestNode load(ManifestNode node, int index, Optional<Digest> wanted)
            throws CommandFailure, IOException {
        Optional<Dependency> declared = node.manifest().dependency(index);
        if (declared.isEmpty()) {
            throw CommandFailure.abort(RefusalReason.MALFORMED, "component " + index + " is no dependency");
        }
        if (machine.verifier().isEmpty()) {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_FORMAT, "dependencies");
        }
        if (node.path().depth() >= MOST_LEVELS) {
            throw CommandFailure.abort(
                    RefusalReason.LIMIT_EXCEEDED, "more than " + MOST_LEVELS + " levels of dependencies");
        }
        machine.takeStep();
        ComponentId component = componentOf(node, declared.get());
        Envelope envelope = StoredEnvelope.read(machine.view(), component);
        Optional<ComponentId> prefix = ComponentTable.prefixFor(node.manifest(), declared.get(), node.prefix());
        Verification verification = machine.verifier().get().verify(envelope, component, prefix);
        if (verification instanceof Verification.Refused refused) {
            throw CommandFailure.abort(
                    refused.refusal().reason(),
                    "dependency " + component + ": " + refused.refusal().detail());
        }
        VerifiedManifest verified = ((Verification.Accepted) verification).manifest();
        if (wanted.isPresent() && !isExpected(verified.digest(), wanted.get())) {
            throw CommandFailure.abort(
                    RefusalReason.MANIFEST_DIGEST, "dependency " + component + " is not the one that is expected");
        }
        ManifestNode child = new ManifestNode(node.path().child(index), verified, Optional.of(component), prefix);
        Optional<Refusal> missing = machine.missingComponent(child);
        if (missing.isPresent()) {
            throw CommandFailure.abort(missing.get());
        }
        requirePopulated(node, child);
        return child;
    }

    private static boolean isExpected(Digest actual, Digest wanted) {
        return actual.algorithm() == wanted.algorithm() && actual.value().equalsInConstantTime(wanted.value());
    }

    /** The dependent has every section of this procedure that the dependency has (section 5.1). */
    private void requirePopulated(ManifestNode node, ManifestNode child) throws CommandFailure {
        Set<Section> has = node.manifest().sections().keySet();
        for (Section section : machine.procedure()) {
            if (child.manifest().sections().containsKey(section) && !has.contains(section)) {
                throw CommandFailure.abort(
                        RefusalReason.INSTALL_FAILED,
                        "a dependency has " + section.label() + ", which its dependent does not");
            }
        }
    }

    private static ComponentId componentOf(ManifestNode node, Dependency dependency) throws CommandFailure {
        Optional<ComponentId> component = node.component(dependency.index());
        if (component.isEmpty()) {
            throw CommandFailure.abort(
                    RefusalReason.UNSUPPORTED_COMPONENT, "dependency " + dependency.index() + " is no component");
        }
        return component.get();
    }

    private boolean isHeldByOthers(ManifestNode node, ComponentId component) throws IOException {
        return machine.view().holders(component).stream()
                .anyMatch(holder -> !Optional.of(holder).equals(node.place()));
    }

    /** A section to be run, if the manifest has it. */
    private static Optional<Frame> sectionOf(ManifestNode node, Section section) throws CommandFailure {
        if (node.manifest().severed(section)) {
            throw CommandFailure.abort(
                    RefusalReason.INSTALL_FAILED,
                    section.label() + " of " + node.path() + " was severed and is not in the envelope");
        }
        node.beginSection();
        return node.manifest().sequence(section).map(sequence -> Frame.section(node, section, false, sequence));
    }
}
