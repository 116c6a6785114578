package io.moult.demo.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of the runs: A-B, B-A, A-B …, so that a machine that grows slower or faster while it
 * measures does so for both ends alike.
 */
public final class RunPlan {

    /** One run to come. */
    public record Planned(int pair, End end) {}

    private RunPlan() {}

    /** The runs of {@code pairs} pairs, in the order in which they are made. */
    public static List<Planned> of(int pairs, List<End> ends) {
        List<Planned> plan = new ArrayList<>();
        for (int pair = 1; pair <= pairs; pair++) {
            for (int place = 0; place < ends.size(); place++) {
                int index = pair % 2 == 1 ? place : ends.size() - 1 - place;
                plan.add(new Planned(pair, ends.get(index)));
            }
        }
        return List.copyOf(plan);
    }
}
