package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.util.List;
import java.util.Objects;

/**
 * SUIT_Authentication (draft-ietf-suit-manifest-37 section 8.3), not yet checked.
 *
 * @param digest what the manifest's digest is said to be
 * @param signedOctets the encoded SUIT_Digest, as received: the detached payload of every block
 * @param blocks the encoded authentication blocks, as received
 */
public record Authentication(Digest digest, Bytes signedOctets, List<Bytes> blocks) {
    public Authentication {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(signedOctets);
        blocks = List.copyOf(blocks);
    }
}
