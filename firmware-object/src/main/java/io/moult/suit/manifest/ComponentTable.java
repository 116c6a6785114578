package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which component of the device each index of a manifest means.
 *
 * <p>Deviation: draft-ietf-suit-trust-domains-11 section 5.2.2 counts dependencies among the components. Its own examples
 * do not: there a dependency's index lies behind the list of components, and its prefix is where the envelope is kept.
 * Both are read; only in the first case does the prefix stand before the identifiers of the dependency's components.
 */
public final class ComponentTable {
    private ComponentTable() {}

    /** Index → identifier, dependencies included, in the order of indices. */
    public static Map<Integer, ComponentId> of(Manifest manifest, Optional<ComponentId> prefix) {
        TreeMap<Integer, ComponentId> table = new TreeMap<>();
        for (int i = 0; i < manifest.components().size(); i++) {
            table.put(i, under(prefix, manifest.components().get(i)));
        }
        for (Dependency dependency : manifest.dependencies()) {
            if (isBehindTheList(manifest, dependency)) {
                dependency.prefix().ifPresent(kept -> table.put(dependency.index(), under(prefix, kept)));
            }
        }
        return Collections.unmodifiableMap(table);
    }

    /** What stands before the identifiers of a dependency's components. */
    public static Optional<ComponentId> prefixFor(
            Manifest manifest, Dependency dependency, Optional<ComponentId> prefix) {
        if (isBehindTheList(manifest, dependency) || dependency.prefix().isEmpty()) {
            return prefix;
        }
        return Optional.of(under(prefix, dependency.prefix().get()));
    }

    private static boolean isBehindTheList(Manifest manifest, Dependency dependency) {
        return dependency.index() >= manifest.components().size();
    }

    private static ComponentId under(Optional<ComponentId> prefix, ComponentId component) {
        if (prefix.isEmpty()) {
            return component;
        }
        List<Bytes> parts = new ArrayList<>(prefix.get().parts());
        parts.addAll(component.parts());
        return new ComponentId(parts);
    }
}
