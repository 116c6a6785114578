package io.moult.boot;

import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.SetFacts;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which components differ between two sets, and how many blocks an exchange of them takes. */
final class SetChanges {
    private final Topology topology;

    SetChanges(Topology topology) {
        this.topology = topology;
    }

    /**
     * What another set changes. Everything, if it is not known what is there, or if nothing differs: a release of the same
     * images is brought in like any other.
     */
    Changes between(Optional<SetFacts> there, SetFacts coming) {
        int mask = 0;
        for (int i = 0; i < topology.components().size(); i++) {
            boolean same = there.isPresent() && image(there.get(), i).equals(image(coming, i));
            mask |= same ? 0 : 1 << i;
        }
        return blocks(mask == 0 ? -1 : mask, there, coming);
    }

    /** For these components, the blocks of the larger image; the whole slot where what is there is not known. */
    Changes blocks(int mask, Optional<SetFacts> there, SetFacts coming) {
        List<Integer> blocks = new ArrayList<>();
        for (int i = 0; i < topology.components().size(); i++) {
            blocks.add((mask >> i & 1) == 0 ? 0 : blocksOf(i, there, coming));
        }
        return new Changes(blocks);
    }

    private int blocksOf(int component, Optional<SetFacts> there, SetFacts coming) {
        ComponentPlace place = topology.components().get(component);
        long before = there.flatMap(facts -> image(facts, component))
                .map(ImageFacts::sizeBytes)
                .filter(size -> size >= 0 && size <= place.slotBytes())
                .orElse(place.slotBytes());
        long after = image(coming, component).map(ImageFacts::sizeBytes).orElse(place.slotBytes());
        return Math.max(1, place.blocksOf(Math.min(place.slotBytes(), Math.max(before, after))));
    }

    private Optional<ImageFacts> image(SetFacts facts, int component) {
        return facts.of(topology.components().get(component).id());
    }
}
