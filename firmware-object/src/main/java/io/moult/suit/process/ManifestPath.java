package io.moult.suit.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way from the root manifest to one of its dependencies: the component indices on it, none for the root itself. */
public record ManifestPath(List<Integer> indices) {
    public static final ManifestPath ROOT = new ManifestPath(List.of());

    public ManifestPath {
        indices = List.copyOf(indices);
    }

    /** The dependency at a component index of this manifest. */
    public ManifestPath child(int index) {
        List<Integer> longer = new ArrayList<>(indices);
        longer.add(index);
        return new ManifestPath(longer);
    }

    /** How many manifests depend on this one, each on the next. */
    public int depth() {
        return indices.size();
    }

    /** Such as {@code root} or {@code root/1/0}. */
    @Override
    public String toString() {
        return indices.isEmpty()
                ? "root"
                : "root/" + indices.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
