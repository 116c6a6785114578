package io.moult.suit.codec;

import java.util.Objects;

/**
 * Where in the body of an envelope the content of its integrated payload is.
 *
 * @param key the envelope's key for it, such as {@code #image}
 * @param offsetBytes of the first content octet in the body
 */
public record IntegratedPayload(String key, long offsetBytes, long lengthBytes) {
    public IntegratedPayload {
        Objects.requireNonNull(key);
    }
}
