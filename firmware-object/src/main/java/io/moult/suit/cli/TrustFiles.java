package io.moult.suit.cli;

import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.Pkcs11Uri;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.author.KeySet;
import io.moult.suit.describe.DescriptionException;
import io.moult.suit.describe.PolicySource;
import io.moult.suit.recipient.CertificateDirectory;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trust from what a user names: key sets, directories of certificates by fingerprint, certificates in DER or PEM, public keys
 * in PEM, COSE_Keys, certificates in PKCS#11 tokens; policies in YAML.
 */
final class TrustFiles {
    private TrustFiles() {}

    static TrustStore load(List<String> names) throws CommandRefused {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (String name : names) {
            if (Pkcs11Uri.isOne(name)) {
                anchors.add(SigningKeyFile.inToken(name).anchor());
                continue;
            }
            Path file = SigningKeyFile.path(name);
            try {
                anchors.addAll(anchors(file));
            } catch (IOException e) {
                throw CommandRefused.unreadable(file, e);
            }
        }
        return TrustStore.of(anchors);
    }

    /** A directory is a key set, or holds certificates by their fingerprints. */
    private static List<TrustAnchor> anchors(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(KeyFiles.trustAnchor(KeyFiles.readSmallFile(file)));
        }
        CertificateDirectory certificates = new CertificateDirectory(file);
        Optional<String> misnamed = certificates.misnamed();
        if (misnamed.isPresent()) {
            throw new KeyFileException("has the file " + misnamed.get()
                    + ": certificates are named by their fingerprint, in small letters, and .der");
        }
        return certificates.fingerprints().isEmpty()
                ? List.of(KeySet.read(file).trustAnchor())
                : TrustStore.of(certificates).anchors();
    }

    /** The policy in a file; without one, anybody who is trusted may do everything. */
    static AuthorisationPolicy policy(@Nullable Path file, List<String> trust) throws CommandRefused {
        TrustStore store = load(trust);
        if (file == null) {
            return AuthorisationPolicy.anyOf(store);
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            return new PolicySource(directory == null ? file.toAbsolutePath() : directory, store)
                    .read(TextFile.read(file));
        } catch (DescriptionException e) {
            throw CommandRefused.unusable(file + ": " + e.detail() + ".");
        } catch (IOException e) {
            throw CommandRefused.unreadable(file, e);
        }
    }
}
