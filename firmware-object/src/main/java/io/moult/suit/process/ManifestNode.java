package io.moult.suit.process;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentTable;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.VerifiedManifest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One believed manifest of the tree that is processed: its components as the device names them, and which of its
 * dependencies have been found sound in this procedure. Owned by one processor.
 */
final class ManifestNode {
    private final ManifestPath path;
    private final Manifest manifest;
    private final Digest digest;
    private final Optional<ComponentId> place;
    private final Optional<ComponentId> prefix;
    private final TreeMap<Integer, ComponentId> components = new TreeMap<>();
    private final Map<Integer, ManifestNode> sound = new HashMap<>();
    private final Map<Integer, ManifestNode> authentic = new HashMap<>();
    private final Map<Integer, Digest> matched = new HashMap<>();
    private final Set<Integer> processed = new HashSet<>();

    /**
     * @param place where the manifest itself is kept, if that is known
     * @param prefix stands before the identifiers of this manifest's components
     */
    ManifestNode(
            ManifestPath path, VerifiedManifest verified, Optional<ComponentId> place, Optional<ComponentId> prefix) {
        this.path = path;
        this.manifest = verified.manifest();
        this.digest = verified.digest();
        this.place = place;
        this.prefix = prefix;
        ComponentTable.of(manifest, prefix).forEach(components::put);
    }

    ManifestPath path() {
        return path;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Of the manifest, as signed. */
    Digest digest() {
        return digest;
    }

    /** By which name it counts on components; a manifest without a place of its own counts on none. */
    Optional<ComponentId> place() {
        return place;
    }

    /** Indices with their identifiers, in order; dependencies included. */
    Map<Integer, ComponentId> components() {
        return components;
    }

    Optional<ComponentId> component(int index) {
        return Optional.ofNullable(components.get(index));
    }

    Optional<ComponentId> prefix() {
        return prefix;
    }

    boolean isDependency(int index) {
        return manifest.dependency(index).isPresent();
    }

    Collection<Dependency> dependencies() {
        return manifest.dependencies();
    }

    /** The dependency at an index, if its envelope was authenticated in this procedure and not altered since. */
    Optional<ManifestNode> sound(int index) {
        return Optional.ofNullable(sound.get(index));
    }

    /** The same, whether the manifest's own integrity check was run or not. */
    Optional<ManifestNode> authentic(int index) {
        return sound(index).or(() -> Optional.ofNullable(authentic.get(index)));
    }

    void keepSound(int index, ManifestNode dependency) {
        sound.put(index, dependency);
    }

    /** The manifest's digest that an image match has found in a dependency, not altered since. */
    Optional<Digest> matched(int index) {
        return Optional.ofNullable(matched.get(index));
    }

    void keepMatched(int index, Digest manifestDigest) {
        matched.put(index, manifestDigest);
    }

    void keepAuthentic(int index, ManifestNode dependency) {
        authentic.put(index, dependency);
    }

    /** What was found of a component is void: it is being altered. */
    void forget(ComponentId component) {
        sound.keySet().removeIf(index -> component.equals(components.get(index)));
        authentic.keySet().removeIf(index -> component.equals(components.get(index)));
        matched.keySet().removeIf(index -> component.equals(components.get(index)));
        sound.values().forEach(child -> child.forget(component));
        authentic.values().forEach(child -> child.forget(component));
    }

    void forgetAll() {
        sound.clear();
        authentic.clear();
        matched.clear();
    }

    /** By which names this manifest and its sound dependencies count on components. */
    void collectPlaces(Set<ComponentId> places) {
        place.ifPresent(places::add);
        sound.values().forEach(child -> child.collectPlaces(places));
    }

    /** The manifests that this one depends on, and those behind them, by the component that holds each. */
    void collectDependencies(Map<ComponentId, Manifest> found) {
        for (Dependency dependency : manifest.dependencies()) {
            authentic(dependency.index()).ifPresent(child -> {
                child.place().ifPresent(where -> found.put(where, child.manifest()));
                child.collectDependencies(found);
            });
        }
    }

    void beginSection() {
        processed.clear();
    }

    void markProcessed(int index) {
        processed.add(index);
    }

    /** A sound dependency whose section of this name has not been run, though it has one. */
    Optional<Integer> leftOut(Section section) {
        return sound.entrySet().stream()
                .filter(entry -> entry.getValue().manifest().sections().containsKey(section))
                .map(Map.Entry::getKey)
                .filter(index -> !processed.contains(index))
                .findFirst();
    }
}
