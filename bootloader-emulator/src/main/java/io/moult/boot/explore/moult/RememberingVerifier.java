package io.moult.boot.explore.moult;

import io.moult.boot.explore.Fingerprint;
import io.moult.boot.image.Acceptance;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetView;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The production verifier, asked once for each content. The images are read once, and what was read is judged: the answer
 * belongs to those octets, whatever the flash reads the next time. For explorations, never for a device.
 */
final class RememberingVerifier implements ImageVerifier {
    private final ImageVerifier verifier;
    private final boolean owned;
    private final Memory memory;

    /**
     * @param owned whether the device has been provisioned; all devices of one memory have the same owner
     */
    RememberingVerifier(ImageVerifier verifier, boolean owned, Memory memory) {
        this.verifier = verifier;
        this.owned = owned;
        this.memory = memory;
    }

    /** What has been found, shared by all boots of one exploration. */
    static final class Memory {
        private record Question(Fingerprint contents, Acceptance acceptance, boolean owned) {}

        private final Map<Question, ImageVerdict> verdicts = new ConcurrentHashMap<>();
        private final Map<Question, Boolean> opinions = new ConcurrentHashMap<>();
        private final Map<Fingerprint, Optional<SetFacts>> facts = new ConcurrentHashMap<>();
    }

    /** A set as it was read, and what stands for it. */
    private record Read(SetView images, Fingerprint contents) {}

    @Override
    public ImageVerdict verify(Bytes envelope, SetView images, Acceptance acceptance) throws IOException {
        Read read = read(envelope, images);
        Memory.Question question = new Memory.Question(read.contents(), acceptance, owned);
        ImageVerdict known = memory.verdicts.get(question);
        if (known == null) {
            known = verifier.verify(envelope, read.images(), acceptance);
            memory.verdicts.put(question, known);
        }
        return known;
    }

    @Override
    public boolean confirms(SetFacts believed, Bytes envelope, SetView images, Acceptance acceptance)
            throws IOException {
        Read read = read(envelope, images);
        Fingerprint both = Fingerprint.builder()
                .add(read.contents())
                .add(fingerprint(believed.manifestDigest()))
                .done();
        Memory.Question question = new Memory.Question(both, acceptance, owned);
        Boolean known = memory.opinions.get(question);
        if (known == null) {
            known = verifier.confirms(believed, envelope, read.images(), acceptance);
            memory.opinions.put(question, known);
        }
        return known;
    }

    @Override
    public Optional<SetFacts> describe(Bytes envelope) {
        return memory.facts.computeIfAbsent(fingerprint(envelope), f -> verifier.describe(envelope));
    }

    private Read read(Bytes envelope, SetView images) throws IOException {
        Fingerprint.Builder builder = Fingerprint.builder().add(fingerprint(envelope));
        Optional<SetFacts> described = describe(envelope);
        Map<ComponentId, ImageView> loaded = new LinkedHashMap<>();
        for (ComponentId component : images.components()) {
            ImageView image = images.image(component);
            long size = described
                    .flatMap(facts -> facts.of(component))
                    .map(ImageFacts::sizeBytes)
                    .orElse(0L);
            builder.add(image.capacityBytes()).add(image.slot());
            ImageView copy = image.loaded(size);
            builder.add(fingerprint(copy.ram().orElseThrow()));
            loaded.put(component, copy);
        }
        return new Read(new SetView(loaded), builder.done());
    }

    private static Fingerprint fingerprint(Bytes octets) {
        return Fingerprint.of(octets.toArray());
    }
}
