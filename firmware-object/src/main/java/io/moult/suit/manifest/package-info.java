/** SUIT envelopes and manifests as values (draft-ietf-suit-manifest-37). Nothing here reads octets or acts. Start at {@link io.moult.suit.manifest.Manifest}. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.manifest;
