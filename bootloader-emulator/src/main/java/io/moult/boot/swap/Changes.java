package io.moult.boot.swap;

import java.util.ArrayList;
import java.util.List;

/**
 * Which components an update changes, in the topology's order, and how many blocks of each slot take part: those of the
 * larger of the two images. 0 for a component that stays as it is.
 */
public record Changes(List<Integer> blocks) {
    /** Nothing changes. */
    public static final Changes NONE = new Changes(List.of());

    public Changes {
        blocks = List.copyOf(blocks);
        if (blocks.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("changes of " + blocks + " blocks");
        }
    }

    public boolean changes(int component) {
        return of(component) > 0;
    }

    /** How many blocks of a component take part. */
    public int of(int component) {
        return component < blocks.size() ? blocks.get(component) : 0;
    }

    /** One bit for each changed component, the lowest for the first. */
    public int mask() {
        int mask = 0;
        for (int i = 0; i < blocks.size(); i++) {
            mask |= changes(i) ? 1 << i : 0;
        }
        return mask;
    }

    /** The changed components' numbers. */
    public List<Integer> components() {
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (changes(i)) {
                changed.add(i);
            }
        }
        return changed;
    }
}
