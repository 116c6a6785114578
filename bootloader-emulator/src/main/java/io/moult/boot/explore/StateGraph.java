package io.moult.boot.explore;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The state graph, coarsened to what a person can look at: states gathered by what boots in them, and the runs and kinds
 * of faults that lead from one gathering to another.
 */
public final class StateGraph {
    private final ConcurrentMap<String, Integer> states = new ConcurrentHashMap<>();
    private final ConcurrentMap<Arrow, Long> arrows = new ConcurrentHashMap<>();

    /** From one gathering to another, by a run; cut short or not. */
    public record Arrow(String from, String to, String by, boolean cut) {}

    void state(String label) {
        states.merge(label, 1, Integer::sum);
    }

    void arrow(String from, String to, String by, boolean cut) {
        arrows.merge(new Arrow(from, to, by, cut), 1L, Long::sum);
    }

    /** Gatherings and how many states each holds. */
    public Map<String, Integer> states() {
        return new TreeMap<>(states);
    }

    public Map<Arrow, Long> arrows() {
        return Map.copyOf(arrows);
    }

    Set<String> labels() {
        return new LinkedHashSet<>(states().keySet());
    }
}
