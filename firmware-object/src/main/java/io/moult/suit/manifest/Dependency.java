package io.moult.suit.manifest;

import java.util.Optional;

/**
 * A component that holds the envelope of another manifest (draft-ietf-suit-trust-domains-11 section 5.2).
 *
 * @param index of the component in the manifest's list, or beyond it
 * @param prefix stands before the identifiers of the dependency's components; for one beyond the list it is also the
 *     place that the envelope is held in
 */
public record Dependency(int index, Optional<ComponentId> prefix) {}
