package io.moult.suit.manifest;

import java.util.Collection;
import java.util.List;

/** Which components commands are about (draft-ietf-suit-manifest-37 section 6.5). Indexes are those of the manifest's list. */
public sealed interface ComponentSelection {
    /** The component at an index. */
    record One(int index) implements ComponentSelection {}

    /** Several, one after the other in this order. */
    record Several(List<Integer> indexes) implements ComponentSelection {
        public Several {
            indexes = List.copyOf(indexes);
            if (indexes.isEmpty()) {
                throw new IllegalArgumentException("a selection of no component");
            }
        }
    }

    /** Every component of the manifest. */
    record All() implements ComponentSelection {}

    /**
     * The indexes in the order in which a command is run for them.
     *
     * @param components the indexes of all components of the manifest
     */
    default List<Integer> indexes(Collection<Integer> components) {
        if (this instanceof One one) {
            return List.of(one.index());
        } else if (this instanceof Several several) {
            return several.indexes();
        }
        return List.copyOf(components);
    }
}
