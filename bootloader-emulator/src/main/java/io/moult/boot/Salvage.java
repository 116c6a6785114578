package io.moult.boot;

import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetView;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.Topology;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.util.Optional;

/**
 * A state for a device whose journal is lost, from nothing but what verifies. Where a set to go back to is beside the
 * running one, the running one is put on trial: one that works confirms itself, one that never was confirmed does not stay
 * for want of a record. Reads only.
 */
final class Salvage {
    private final Topology topology;
    private final SetVerifier verifier;
    private final EnvelopeStore envelopes;
    private final BootPlatform platform;

    Salvage(BootPlatform platform) {
        this.platform = platform;
        this.topology = platform.topology();
        this.verifier = new SetVerifier(platform);
        this.envelopes = platform.envelopes();
    }

    /** Empty if nothing verifies where a boot could use it. */
    Optional<JournalState> derive() throws IOException {
        Optional<EnvelopeArea> running = newest(area -> verifier.running(area, sides(area)));
        if (running.isPresent()) {
            return Optional.of(besides(running.get()));
        }
        Optional<EnvelopeArea> previous = newest(area -> previous(area, sides(area.other())));
        if (previous.isPresent()) {
            // a trial without a valid set: the next turn of the boot goes back to the previous one
            EnvelopeArea area = previous.get();
            return Optional.of(
                    JournalState.onTrial(area.other(), changes(area)).with(sides(area.other()), nextGeneration()));
        }
        Optional<EnvelopeArea> staged = newest(area ->
                verifier.stagedAsAccepted(area, sides(area.other()), changes(area), envelopes.generation(area)));
        if (staged.isEmpty()) {
            return Optional.empty();
        }
        EnvelopeArea area = staged.get();
        int generation = envelopes.generation(area);
        Changes changes = changes(area);
        int sides = sides(area.other());
        return verifier.envelope(area)
                .map(SetVerifier::sha256)
                .map(digest ->
                        JournalState.staged(area.other(), digest, changes).with(sides, generation));
    }

    private JournalState besides(EnvelopeArea running) throws IOException {
        int sides = sides(running);
        JournalState state;
        if (topology.strategy().keepsPrevious()
                && previous(running.other(), sides).verified()) {
            state = JournalState.onTrial(running, changes(running.other()));
        } else if (topology.strategy().keepsPrevious()) {
            state = JournalState.settled(running);
        } else {
            state = JournalState.onTrial(running);
        }
        return state.with(sides, nextGeneration());
    }

    private SetLook previous(EnvelopeArea area, int sides) throws IOException {
        return verifier.previous(area, sides, changes(area), nextGeneration());
    }

    /** What the set of this area has that the other area's set has not. */
    private Changes changes(EnvelopeArea area) throws IOException {
        Optional<SetFacts> facts = verifier.describe(area);
        return facts.isEmpty()
                ? Changes.NONE
                : new SetChanges(topology).between(verifier.describe(area.other()), facts.get());
    }

    /** What was kept when an update came in lies under the key after that update's; the next one is newer than either. */
    private int nextGeneration() throws IOException {
        return 1 + Math.max(envelopes.generation(EnvelopeArea.A), envelopes.generation(EnvelopeArea.B));
    }

    /** From which slots a set would run: wherever the image that its envelope names is found. */
    private int sides(EnvelopeArea area) throws IOException {
        Optional<SetFacts> facts = verifier.describe(area);
        int sides = 0;
        if (facts.isEmpty() || !topology.strategy().changesSides()) {
            return sides;
        }
        SetView primaries = platform.places().running(0);
        SetView secondaries = platform.places().running(-1);
        for (int i = 0; i < topology.components().size(); i++) {
            ComponentId component = topology.components().get(i).id();
            Optional<ImageFacts> image = facts.get().of(component);
            boolean second = image.isPresent()
                    && !lies(image.get(), primaries.image(component))
                    && lies(image.get(), secondaries.image(component));
            sides |= second ? 1 << i : 0;
        }
        return sides;
    }

    private static boolean lies(ImageFacts image, ImageView where) throws IOException {
        return image.sizeBytes() <= where.capacityBytes()
                && where.sha256(image.sizeBytes()).equals(image.sha256());
    }

    private interface Question {
        SetLook ask(EnvelopeArea area) throws IOException;
    }

    private static Optional<EnvelopeArea> newest(Question question) throws IOException {
        Optional<SetFacts> a = question.ask(EnvelopeArea.A).facts();
        Optional<SetFacts> b = question.ask(EnvelopeArea.B).facts();
        if (a.isPresent() && b.isPresent()) {
            boolean newerB =
                    Long.compareUnsigned(b.get().sequenceNumber(), a.get().sequenceNumber()) > 0;
            return Optional.of(newerB ? EnvelopeArea.B : EnvelopeArea.A);
        }
        if (a.isPresent()) {
            return Optional.of(EnvelopeArea.A);
        }
        return b.map(facts -> EnvelopeArea.B);
    }
}
