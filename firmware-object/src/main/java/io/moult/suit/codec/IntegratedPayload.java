package io.moult.suit.codec;

import java.util.Objects;

/**
 * Where in the body of an envelope the content of an integrated payload, or dependency, is.
 *
 * @param key the envelope's key for it, such as {@code #image}
 * @param offsetBytes of the first content octet in the body
 */
public record IntegratedPayload(String key, long offsetBytes, long lengthBytes) {
    public IntegratedPayload {
        Objects.requireNonNull(key);
    }

    /** Where in the body the first octet after its content is. */
    public long endBytes() {
        return offsetBytes + lengthBytes;
    }
}
