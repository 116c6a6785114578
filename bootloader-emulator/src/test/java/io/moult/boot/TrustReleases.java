package io.moult.boot;

import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Changes of whom devices believe, for tests of verbs. */
public final class TrustReleases {
    private TrustReleases() {}

    /** Makes the holder of one key set an author, by the holder of another. */
    public static Bytes adding(Path signer, Path newcomer, long sequence) throws IOException {
        KeySet keys = KeySet.read(signer);
        return Releases.change(
                keys,
                sequence,
                new TrustChange(List.of(Authority.of(KeySet.read(newcomer).trustAnchor(), Role.AUTHOR)), List.of()),
                List.of());
    }
}
