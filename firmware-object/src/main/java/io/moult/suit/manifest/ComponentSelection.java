package io.moult.suit.manifest;

import java.util.List;
import java.util.stream.IntStream;

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

    /** The indexes in the order in which a command is run for them. */
    default List<Integer> indexes(int componentCount) {
        if (this instanceof One one) {
            return List.of(one.index());
        } else if (this instanceof Several several) {
            return several.indexes();
        }
        return IntStream.range(0, componentCount).boxed().toList();
    }
}
