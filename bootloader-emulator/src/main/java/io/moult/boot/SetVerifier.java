package io.moult.boot;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetPlaces;
import io.moult.boot.image.SetView;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.JournalState;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.swap.Changes;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Strategy;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Each question of belief that a boot asks: an envelope area, the places of its images, and the guards that apply. */
final class SetVerifier {
    private final BootPlatform platform;
    private final Topology topology;
    private final EnvelopeStore envelopes;
    private final SetPlaces places;

    SetVerifier(BootPlatform platform) {
        this.platform = platform;
        this.topology = platform.topology();
        this.envelopes = platform.envelopes();
        this.places = platform.places();
    }

    /** The bytes that would execute, loaded into RAM first where they execute there. */
    SetLook running(EnvelopeArea area, int sides) throws IOException {
        SetView images = places.running(sides);
        return look(area, topology.strategy() == Strategy.RAM_LOAD ? loaded(area, images) : images, accepted());
    }

    /** The set to go back to. */
    SetLook previous(EnvelopeArea area, int sides, Changes changes, int generation) throws IOException {
        return look(area, places.previous(sides, changes, generation), accepted());
    }

    SetLook previous(JournalState state) throws IOException {
        return previous(state.runningArea().other(), state.sides(), state.changes(), state.generation());
    }

    /** What lies where a candidate lies, held to the guard of a set that was accepted before. */
    SetLook stagedAsAccepted(EnvelopeArea area, int sides, Changes changes, int generation) throws IOException {
        return look(area, places.candidate(sides, changes, generation), accepted());
    }

    /**
     * A candidate: bound to the journal by its envelope's digest, and newer than what runs. Where nothing runs that
     * verifies, there is no number to be newer than; the security counter still guards.
     */
    SetLook candidate(JournalState state, Optional<SetFacts> running) throws IOException {
        EnvelopeArea area = state.runningArea().other();
        Acceptance acceptance = new Acceptance(
                running.map(facts -> OptionalLong.of(facts.sequenceNumber())).orElse(OptionalLong.empty()),
                platform.otp().securityCounter());
        SetView images = places.candidate(state.sides(), state.changes(), state.generation());
        Optional<Bytes> envelope = envelopes.read(area);
        if (envelope.isEmpty() || !sha256(envelope.get()).equals(state.candidateDigest())) {
            return refused(area, images, RefusalReason.MALFORMED, "the staged envelope is not what was staged");
        }
        SetLook look = look(area, images, acceptance);
        long said = state.candidateSizeBytes();
        long size =
                look.facts().map(facts -> changedBytes(facts, state.changes())).orElse(said);
        return said == 0 || said == size
                ? look
                : refused(
                        area,
                        images,
                        RefusalReason.IMAGE_SIZE,
                        said + " B were staged, the manifest says " + size + " B");
    }

    /** What was staged, where that is a change of whom the device believes and no set of images. */
    Optional<Bytes> changeOfTrust(JournalState state) throws IOException {
        return envelopes
                .read(state.runningArea().other())
                .filter(envelope -> sha256(envelope).equals(state.candidateDigest()))
                .filter(DeviceTrust::isChange);
    }

    /** The images of last resort; empty where there are none. */
    Optional<SetLook> golden() throws IOException {
        Optional<SetView> images = places.golden();
        if (images.isEmpty()) {
            return Optional.empty();
        }
        SectorRange range = topology.goldenEnvelope().orElseThrow();
        return Optional.of(look(range, envelopes.readGolden(), images.get(), Acceptance.ofGolden()));
    }

    /** Looks again, by another path: the envelope is read anew. */
    boolean confirms(SetLook look) throws IOException {
        Optional<Bytes> envelope = look.envelope().equals(topology.envelopeA())
                ? envelopes.read(EnvelopeArea.A)
                : look.envelope().equals(topology.envelopeB())
                        ? envelopes.read(EnvelopeArea.B)
                        : envelopes.readGolden();
        return envelope.isPresent()
                && look.facts().isPresent()
                && platform.verifier().confirms(look.facts().get(), envelope.get(), look.images(), look.acceptance());
    }

    /** Octets of the images that an update brings. */
    long changedBytes(SetFacts facts, Changes changes) {
        long bytes = 0;
        for (int component : changes.components()) {
            bytes += facts.of(topology.components().get(component).id())
                    .map(ImageFacts::sizeBytes)
                    .orElse(0L);
        }
        return bytes;
    }

    private Acceptance accepted() {
        return Acceptance.ofAccepted(platform.otp().securityCounter());
    }

    private SetView loaded(EnvelopeArea area, SetView images) throws IOException {
        Optional<SetFacts> facts = describe(area);
        Map<ComponentId, ImageView> loaded = new LinkedHashMap<>();
        for (ComponentId component : images.components()) {
            long size = facts.flatMap(f -> f.of(component))
                    .map(ImageFacts::sizeBytes)
                    .orElse(0L);
            loaded.put(component, images.image(component).loaded(size));
        }
        return new SetView(loaded);
    }

    private SetLook look(EnvelopeArea area, SetView images, Acceptance acceptance) throws IOException {
        return look(EnvelopeStore.range(topology, area), envelopes.read(area), images, acceptance);
    }

    private SetLook look(SectorRange range, Optional<Bytes> envelope, SetView images, Acceptance acceptance)
            throws IOException {
        ImageVerdict verdict = envelope.isEmpty()
                ? new ImageVerdict.Refused(
                        new Refusal(RefusalReason.MALFORMED, "there is no whole envelope in sectors " + range))
                : platform.verifier().verify(envelope.get(), images, acceptance);
        return new SetLook(verdict, images, range, acceptance);
    }

    private SetLook refused(EnvelopeArea area, SetView images, RefusalReason reason, String detail) {
        ImageVerdict verdict = new ImageVerdict.Refused(new Refusal(reason, detail));
        return new SetLook(verdict, images, EnvelopeStore.range(topology, area), accepted());
    }

    Optional<Bytes> envelope(EnvelopeArea area) throws IOException {
        return envelopes.read(area);
    }

    Optional<SetFacts> describe(EnvelopeArea area) throws IOException {
        return envelopes.read(area).flatMap(platform.verifier()::describe);
    }

    static Bytes sha256(Bytes octets) {
        return Digest.sha256(octets).value();
    }
}
