package io.moult.boot;

import io.moult.boot.image.ImageFacts;
import io.moult.bytes.Bytes;
import java.util.Optional;

/**
 * One image as it lies in flash.
 *
 * @param facts what its envelope says; empty if there is none that can be read
 * @param imageSha256 of as many octets as the envelope says, as they are; empty octets without an envelope
 * @param refusal why it would not be booted; empty if it verifies
 */
record SlotStatus(Optional<ImageFacts> facts, Bytes imageSha256, String refusal) {
    boolean verified() {
        return refusal.isEmpty();
    }
}
