package io.moult.boot.image;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * The port over the belief in images: signature, vendor, class, the two numbers, and the bytes that will execute. In
 * production it is {@link SuitImageVerifier}; every call verifies from scratch.
 */
public interface ImageVerifier {
    /** Verifies an envelope (without payloads) and the image beside it. Writes nothing. */
    ImageVerdict verify(Bytes envelope, ImageView image, Acceptance acceptance) throws IOException;

    /** What an envelope says, believed or not; empty if it cannot be read. */
    Optional<ImageFacts> describe(Bytes envelope);
}
