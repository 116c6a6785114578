package io.moult.boot.image;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * The port over the belief in a set of images: signature, vendor, class, the two numbers, and the bytes that will execute.
 * In production it is {@link SuitImageVerifier}; every call verifies from scratch.
 */
public interface ImageVerifier {
    /** Verifies an envelope (without payloads) and exactly the images that it names. Writes nothing. */
    ImageVerdict verify(Bytes envelope, SetView images, Acceptance acceptance) throws IOException;

    /**
     * The second opinion, right before the jump, by a path of its own: whether the envelope and the images are what was
     * believed. One decision that goes wrong lets nothing execute.
     */
    boolean confirms(SetFacts believed, Bytes envelope, SetView images, Acceptance acceptance) throws IOException;

    /** What an envelope says, believed or not; empty if it cannot be read. */
    Optional<SetFacts> describe(Bytes envelope);
}
