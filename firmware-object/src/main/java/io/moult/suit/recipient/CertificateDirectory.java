package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.cose.CertificateStore;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Certificates as files of a directory, named by their fingerprint in hexadecimal: {@code 0f1e….der}. */
public final class CertificateDirectory implements CertificateStore {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.der");
    private static final Pattern LIKELY =
            Pattern.compile("[0-9a-fA-F]{64}(\\.(der|crt|cer|pem))?", Pattern.CASE_INSENSITIVE);
    private static final String ENDING = ".der";

    private final Path directory;

    public CertificateDirectory(Path directory) {
        this.directory = directory;
    }

    /** Keeps a certificate, and says under which fingerprint. */
    public Bytes keep(Bytes certificateDer) throws IOException {
        Bytes fingerprint = DigestAlgorithm.SHA_256.digest(certificateDer);
        new AtomicFiles(directory).replace(fingerprint.hex() + ENDING, certificateDer.toArray());
        return fingerprint;
    }

    /** A file that is named by a fingerprint, but not as it would be found here; empty if there is none. */
    public Optional<String> misnamed() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> LIKELY.matcher(name).matches()
                            && !NAME.matcher(name).matches())
                    .sorted()
                    .findFirst();
        }
    }

    @Override
    public List<Bytes> fingerprints() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .map(name -> Bytes.ofHex(name.substring(0, name.length() - ENDING.length())))
                    .toList();
        }
    }

    @Override
    public Optional<Bytes> certificate(Bytes fingerprint) throws IOException {
        Path file = directory.resolve(fingerprint.hex() + ENDING);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeyFileException("has something else than a file under " + fingerprint.hex());
        }
        return Optional.of(KeyFiles.readSmallFile(file));
    }
}
