package io.moult.boot.swap;

import io.moult.boot.swap.SwapPlan.Direction;
import io.moult.boot.swap.SwapPlan.Step;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of each strategy: a few lines for each, for one component, and one after the other for a set. Written P and Q
 * for the blocks of primary and secondary, S for the scratch block.
 */
public final class SwapPlans {
    private final Topology topology;
    private final ComponentPlace place;
    private final List<Step> steps;

    private SwapPlans(Topology topology, ComponentPlace place, List<Step> steps) {
        this.topology = topology;
        this.place = place;
        this.steps = steps;
    }

    /** The plan for a whole set, if it can be shown to do what it is for; empty for slots that are not there. */
    public static Optional<SwapPlan> proven(Topology topology, Direction direction, Changes changes) {
        if (!PlanProof.isPossible(topology, changes)) {
            return Optional.empty();
        }
        SwapPlan plan = of(topology, direction, changes);
        return PlanProof.objection(topology, direction, changes, plan).isEmpty() ? Optional.of(plan) : Optional.empty();
    }

    /** The plan for a whole set, unproven. */
    static SwapPlan of(Topology topology, Direction direction, Changes changes) {
        List<Step> steps = new ArrayList<>();
        for (int component : changes.components()) {
            SwapPlans one = new SwapPlans(topology, topology.components().get(component), steps);
            int blocks = changes.of(component);
            if (direction == Direction.REVERT) {
                one.revert(blocks);
            } else {
                one.install(blocks);
            }
        }
        return new SwapPlan(steps);
    }

    private void install(int blocks) {
        switch (topology.strategy()) {
            case OVERWRITE -> overwrite(blocks);
            case SCRATCH -> scratch(blocks);
            case MOVE -> move(blocks);
            case OFFSET -> offset(blocks);
            case IN_PLACE, RAM_LOAD -> {
                // the journal says which side runs: nothing is copied
            }
        }
    }

    /**
     * The image before lies whole in the secondary slot, from its first block on, whatever the strategy; it is copied, and
     * stays. Should the journal be lost in the middle of it, it is still there to be found.
     */
    private void revert(int blocks) {
        if (!topology.strategy().changesSides()) {
            overwrite(blocks);
        }
    }

    private void overwrite(int blocks) {
        for (int i = 0; i < blocks; i++) {
            copy(secondary(i), primary(i));
        }
    }

    private void scratch(int blocks) {
        SectorRange scratch = topology.block(topology.scratch().orElseThrow(), place.blockBytes(), 0);
        for (int i = 0; i < blocks; i++) {
            copy(primary(i), scratch);
            copy(secondary(i), primary(i));
            copy(scratch, secondary(i));
        }
    }

    private void move(int blocks) {
        for (int i = blocks - 1; i >= 0; i--) {
            copy(primary(i), primary(i + 1));
        }
        for (int i = 0; i < blocks; i++) {
            copy(secondary(i), primary(i));
            copy(primary(i + 1), secondary(i));
        }
    }

    private void offset(int blocks) {
        for (int i = 0; i < blocks; i++) {
            copy(primary(i), secondary(i));
            copy(secondary(i + 1), primary(i));
        }
    }

    private SectorRange primary(int index) {
        return topology.block(place.primary(), place.blockBytes(), index);
    }

    private SectorRange secondary(int index) {
        return topology.block(place.secondary(), place.blockBytes(), index);
    }

    private void copy(SectorRange from, SectorRange to) {
        Transform transform = topology.isEncrypted(from)
                ? Transform.DECRYPT
                : topology.isEncrypted(to) ? Transform.ENCRYPT : Transform.PLAIN;
        steps.add(new Step(from, to, transform));
    }
}
