package io.moult.boot.swap;

import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlan.Step;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves symbols instead of octets: whether a plan, run from its beginning, leaves in every changed slot what it is to
 * leave there, and touches nothing else. A handful of map look-ups for each step, so it is asked before every plan runs.
 *
 * <p>What it does not show: that the images in the slots are any good.
 */
public final class PlanProof {
    private final Topology topology;
    private final Changes changes;
    private final Map<SectorRange, Integer> held = new HashMap<>();
    private int symbols;

    private PlanProof(Topology topology, Changes changes) {
        this.topology = topology;
        this.changes = changes;
    }

    /** Why the plan may not run; empty if it does what it is for. */
    public static Optional<String> objection(Topology topology, Direction direction, Changes changes, SwapPlan plan) {
        if (!isPossible(topology, changes)) {
            return Optional.of("a plan for nothing, or for slots that are not there");
        }
        PlanProof proof = new PlanProof(topology, changes);
        if (topology.strategy().changesSides()) {
            return plan.steps().isEmpty() ? Optional.empty() : Optional.of("copies where nothing is to be copied");
        }
        proof.fill();
        Map<SectorRange, Integer> goal = proof.goal(direction);
        return proof.run(plan).or(() -> proof.compare(goal));
    }

    /** Whether something changes, and all of it in slots that there are. */
    static boolean isPossible(Topology topology, Changes changes) {
        List<ComponentPlace> places = topology.components();
        return !changes.components().isEmpty()
                && changes.components().stream()
                        .allMatch(component -> component < places.size()
                                && changes.of(component)
                                        <= places.get(component).blocks());
    }

    /** A symbol of its own for every block that an update may touch, spare and scratch blocks as well. */
    private void fill() {
        for (int component : changes.components()) {
            ComponentPlace place = topology.components().get(component);
            fill(place, place.primary());
            fill(place, place.secondary());
            topology.scratch().ifPresent(range -> held.put(topology.block(range, place.blockBytes(), 0), symbols++));
        }
    }

    private void fill(ComponentPlace place, SectorRange slot) {
        int blocks = (int) (topology.bytesOf(slot) / place.blockBytes());
        for (int i = 0; i < blocks; i++) {
            held.put(topology.block(slot, place.blockBytes(), i), symbols++);
        }
    }

    /** What must be where afterwards. */
    private Map<SectorRange, Integer> goal(Direction direction) {
        Map<SectorRange, Integer> goal = new HashMap<>();
        boolean install = direction == Direction.INSTALL;
        for (int component : changes.components()) {
            ComponentPlace place = topology.components().get(component);
            int blockBytes = place.blockBytes();
            long staging = install ? topology.stagingOffset(place) - topology.offsetOf(place.secondary()) : 0;
            for (int i = 0; i < changes.of(component); i++) {
                SectorRange primary = topology.block(place.primary(), blockBytes, i);
                SectorRange previous = topology.block(place.secondary(), blockBytes, i);
                SectorRange wanted = topology.block(place.secondary(), blockBytes, i + (int) (staging / blockBytes));
                goal.put(primary, held.get(wanted));
                if (install && topology.strategy().keepsPrevious()) {
                    goal.put(previous, held.get(primary));
                } else if (!install) {
                    goal.put(previous, held.get(previous));
                }
            }
        }
        return goal;
    }

    private Optional<String> run(SwapPlan plan) {
        for (Step step : plan.steps()) {
            Integer moved = held.get(step.from());
            if (moved == null || !held.containsKey(step.to())) {
                return Optional.of("a step beyond the slots: " + step);
            }
            if (step.from().equals(step.to()) || topology.bytesOf(step.from()) != topology.bytesOf(step.to())) {
                return Optional.of("a step that cannot be redone: " + step);
            }
            held.put(step.to(), moved);
        }
        return Optional.empty();
    }

    private Optional<String> compare(Map<SectorRange, Integer> goal) {
        for (Map.Entry<SectorRange, Integer> wanted : goal.entrySet()) {
            if (!wanted.getValue().equals(held.get(wanted.getKey()))) {
                return Optional.of("a plan that loses what belongs into " + wanted.getKey());
            }
        }
        return Optional.empty();
    }
}
