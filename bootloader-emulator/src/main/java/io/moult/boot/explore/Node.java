package io.moult.boot.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A state and the way on which it was first reached: without power, or with an application running after a boot. */
final class Node {
    private final Contents contents;
    private final History history;
    private final @Nullable BootSeen running;
    private final @Nullable Node parent;
    private final @Nullable Step step;
    private final int faults;

    private Node(
            Contents contents,
            History history,
            @Nullable BootSeen running,
            @Nullable Node parent,
            @Nullable Step step,
            int faults) {
        this.contents = contents;
        this.history = history;
        this.running = running;
        this.parent = parent;
        this.step = step;
        this.faults = faults;
    }

    static Node first(Contents contents) {
        return new Node(contents, History.ofNewDevice(), null, null, null, 0);
    }

    Node off(Contents to, History then, Step by) {
        return new Node(to, then, null, this, by, faults + (by.fault().isPresent() ? 1 : 0));
    }

    /** The power goes while the application does nothing. */
    Node idle() {
        return new Node(contents, history, null, this, null, faults);
    }

    Node on(Contents to, History then, BootSeen boot, Step by) {
        return new Node(to, then, boot, this, by, faults);
    }

    /** The state that a whole run leaves: with an application running if it was a boot that started one. */
    Node after(Run run) {
        if (run.failed()) {
            return off(run.end(), history.cut(), run.toTheEnd());
        }
        return run.isBoot() && run.boot().started()
                ? on(run.end(), run.historyAtEnd(), run.boot(), run.toTheEnd())
                : off(run.end(), run.historyAtEnd(), run.toTheEnd());
    }

    Contents contents() {
        return contents;
    }

    History history() {
        return history;
    }

    Optional<BootSeen> running() {
        return Optional.ofNullable(running);
    }

    int faults() {
        return faults;
    }

    Optional<Step> step() {
        return Optional.ofNullable(step);
    }

    Optional<Node> parent() {
        return Optional.ofNullable(parent);
    }

    /** Stands for the state, the past that matters, and whether an application runs. */
    Fingerprint key(Canonical canonical) {
        Fingerprint.Builder builder = Fingerprint.builder().add(canonical.of(contents));
        history.into(builder);
        if (running != null) {
            builder.add(running.said() * 2L + (running.trial() ? 1 : 0));
        }
        return builder.done();
    }

    /** The steps from the manufactured device to here, and one more. */
    String path(Step last) {
        List<String> steps = new ArrayList<>();
        steps.add(last.toString());
        for (Node node = this; node != null; node = node.parent) {
            if (node.step != null) {
                steps.add(node.step.toString());
            }
        }
        Collections.reverse(steps);
        return steps.stream().collect(Collectors.joining(","));
    }
}
