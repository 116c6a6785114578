package io.moult.suit.manifest;

import java.util.Optional;

/** A member of a manifest that may have been severed from it (draft-ietf-suit-manifest-37 section 8.6). */
public sealed interface Member<T> {
    /** It is in the manifest. */
    record Present<T>(T content) implements Member<T> {}

    /**
     * The manifest has only its digest.
     *
     * @param content from the envelope, found to have the digest; empty if it is not there any more
     */
    record Severed<T>(Digest digest, Optional<T> content) implements Member<T> {}

    /** What it says, if it is here. */
    default Optional<T> find() {
        if (this instanceof Severed<T> severed) {
            return severed.content();
        }
        return Optional.of(((Present<T>) this).content());
    }
}
