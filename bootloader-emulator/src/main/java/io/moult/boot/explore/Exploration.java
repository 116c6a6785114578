package io.moult.boot.explore;

import java.util.List;

/**
 * A finished exploration.
 *
 * @param violations the first hundred, if there are so many
 */
public record Exploration(String title, Figures figures, List<Violation> violations, StateGraph graph) {
    public Exploration {
        violations = List.copyOf(violations);
    }
}
