package io.moult.suit.cli;

import io.moult.cose.KeyFiles;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trust anchors from what a user names: key sets, certificates in DER or PEM, public keys in PEM. */
final class TrustFiles {
    private TrustFiles() {}

    static TrustStore load(List<Path> files) throws CommandRefused {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Path file : files) {
            try {
                anchors.add(
                        Files.isDirectory(file)
                                ? KeySet.read(file).trustAnchor()
                                : KeyFiles.trustAnchor(KeyFiles.readSmallFile(file)));
            } catch (IOException e) {
                throw CommandRefused.unreadable(file, e);
            }
        }
        return TrustStore.of(anchors);
    }
}
