package io.moult.boot.image;

import io.moult.boot.flash.Flash;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.Topology;
import io.moult.suit.manifest.ComponentId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where the images of each set lie: the running one, a candidate, the one before, and the golden one. Components that an
 * update leaves as they are belong to both sets, from one place.
 */
public final class SetPlaces {
    private final Topology topology;
    private final Flash flash;
    private final IntFunction<Flash> ofGeneration;

    /**
     * @param ofGeneration the same flash, external parts deciphered with the key of a generation
     */
    public SetPlaces(Topology topology, Flash flash, IntFunction<Flash> ofGeneration) {
        this.topology = topology;
        this.flash = flash;
        this.ofGeneration = ofGeneration;
    }

    /** What would execute. */
    public SetView running(int sides) {
        return set(Changes.NONE, sides, flash, (component, place) -> 0L);
    }

    /** A candidate: what it changes from the staging places, the rest as it runs. */
    public SetView candidate(int sides, Changes changes, int generation) {
        return set(
                changes, sides, ofGeneration.apply(generation), (component, place) -> stagingOffset(component, sides));
    }

    /** The set to go back to: what the update changed from where it was kept, the rest as it runs. */
    public SetView previous(int sides, Changes changes, int generation) {
        return set(
                changes,
                sides,
                ofGeneration.apply(generation),
                (component, place) -> topology.strategy().changesSides()
                        ? stagingOffset(component, sides)
                        : topology.offsetOf(place.secondary()));
    }

    /** The images of last resort; empty where there are none. */
    public Optional<SetView> golden() {
        Map<ComponentId, ImageView> images = new LinkedHashMap<>();
        for (ComponentPlace place : topology.components()) {
            place.golden()
                    .ifPresent(range -> images.put(
                            place.id(), ImageView.inFlash(flash, topology.offsetOf(range), place.slotBytes(), 0)));
        }
        return images.isEmpty() ? Optional.empty() : Optional.of(new SetView(images));
    }

    /** Where a component's candidate begins, in octets of the flash. */
    public long stagingOffset(int component, int sides) {
        ComponentPlace place = topology.components().get(component);
        if (topology.strategy().changesSides()) {
            return topology.offsetOf(runsFromSecondary(component, sides) ? place.primary() : place.secondary());
        }
        return topology.stagingOffset(place);
    }

    private interface Aside {
        long offset(int component, ComponentPlace place);
    }

    private SetView set(Changes changes, int sides, Flash asideFlash, Aside aside) {
        Map<ComponentId, ImageView> images = new LinkedHashMap<>();
        for (int component = 0; component < topology.components().size(); component++) {
            ComponentPlace place = topology.components().get(component);
            boolean changed = changes.changes(component);
            boolean second = runsFromSecondary(component, sides);
            boolean changesSides = topology.strategy().changesSides();
            long offset = changed
                    ? aside.offset(component, place)
                    : topology.offsetOf(second ? place.secondary() : place.primary());
            int slot = changesSides && changed != second ? 1 : 0;
            images.put(place.id(), ImageView.inFlash(changed ? asideFlash : flash, offset, place.slotBytes(), slot));
        }
        return new SetView(images);
    }

    private boolean runsFromSecondary(int component, int sides) {
        return topology.strategy().changesSides() && (sides >> component & 1) != 0;
    }
}
