package io.moult.suit.verify;

import io.moult.suit.manifest.ComponentId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an authorisation policy needs to know beside the envelope.
 *
 * @param epochSeconds what time it is, of a clock that is trusted
 * @param prefix what stands before the identifiers of the manifest's components, in a dependency
 */
public record Circumstances(OptionalLong epochSeconds, Optional<ComponentId> prefix) {
    /** No clock, and a root manifest. */
    public static final Circumstances NONE = new Circumstances(OptionalLong.empty(), Optional.empty());

    public Circumstances {
        Objects.requireNonNull(epochSeconds);
        Objects.requireNonNull(prefix);
    }
}
