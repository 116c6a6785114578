package io.moult.suit.describe;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import java.util.List;
import java.util.Optional;

/** The components of a description, by index or by name. */
final class ComponentNames {
    private final List<ComponentId> components;
    private final List<Dependency> dependencies;

    ComponentNames(List<ComponentId> components, List<Dependency> dependencies) {
        this.components = List.copyOf(components);
        this.dependencies = List.copyOf(dependencies);
    }

    /** The index that a number or a name stands for. */
    int index(Described described) throws DescriptionException {
        if (described.isText()) {
            return index(described.text(), described);
        }
        return index(ComponentText.parse(described), described);
    }

    int index(String text, Described where) throws DescriptionException {
        if (text.matches("[0-9]{1,9}")) {
            return Integer.parseInt(text);
        }
        return index(ComponentText.parse(text, where), where);
    }

    private int index(ComponentId id, Described where) throws DescriptionException {
        int found = components.indexOf(id);
        if (found >= 0) {
            return found;
        }
        return dependencies.stream()
                .filter(one -> one.prefix().equals(Optional.of(id)))
                .map(Dependency::index)
                .findFirst()
                .orElseThrow(() -> where.wrong("there is no component " + id));
    }
}
