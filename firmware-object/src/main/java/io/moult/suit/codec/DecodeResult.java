package io.moult.suit.codec;

import io.moult.suit.manifest.Manifest;
import io.moult.suit.verify.Refusal;
import java.util.function.Function;

/** A manifest, or why its octets are none. */
public sealed interface DecodeResult {
    record Decoded(Manifest manifest) implements DecodeResult {}

    record Refused(Refusal refusal) implements DecodeResult {}

    default <T> T fold(Function<Manifest, T> decoded, Function<Refusal, T> refused) {
        if (this instanceof Decoded good) {
            return decoded.apply(good.manifest());
        }
        return refused.apply(((Refused) this).refusal());
    }
}
