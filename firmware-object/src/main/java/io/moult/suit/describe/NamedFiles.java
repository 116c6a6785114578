package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The files that a description names, from where it is. Images are read as streams, and never whole. */
final class NamedFiles {
    private final Path directory;

    NamedFiles(Path directory) {
        this.directory = directory;
    }

    /** Reads authorities whose keys are in such files. */
    PolicySource policies() {
        return new PolicySource(directory, TrustStore.of());
    }

    /** A file that is there. */
    Path find(Described name) throws DescriptionException {
        Path file = directory.resolve(name.text());
        if (!Files.exists(file)) {
            throw name.wrong(file + ": there is no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw name.wrong(file + " cannot be read as a file");
        }
        return file;
    }

    long sizeBytes(Described name) throws DescriptionException {
        Path file = find(name);
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(name, file, e);
        }
    }

    Digest digest(Described name, DigestAlgorithm algorithm) throws DescriptionException {
        Path file = find(name);
        MessageDigest running = algorithm.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[64 * 1024];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                running.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw unreadable(name, file, e);
        }
        return new Digest(algorithm.number(), Bytes.wrap(running.digest()));
    }

    /** The digest of the manifest in an envelope, by which those that depend on it name it. */
    Digest manifestDigest(Described name, DigestAlgorithm algorithm) throws DescriptionException {
        Path file = find(name);
        try (InputStream in = Files.newInputStream(file)) {
            Bytes head = Bytes.wrap(in.readNBytes(DecoderLimits.DEFAULT.of(Limit.HEAD_BYTES) + 1));
            if (new EnvelopeReader(DecoderLimits.DEFAULT).readHead(head) instanceof HeadResult.Complete complete) {
                return new Digest(
                        algorithm.number(),
                        algorithm.digest(complete.envelope().manifest().wrapped()));
            }
        } catch (IOException e) {
            throw unreadable(name, file, e);
        }
        throw name.wrong(file + " is no SUIT envelope in binary");
    }

    /** The content of a small file. */
    Bytes octets(Described name, int mostBytes) throws DescriptionException {
        Path file = find(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(mostBytes + 1);
            if (content.length > mostBytes) {
                throw name.wrong(file + " has more than " + mostBytes + " octets");
            }
            return Bytes.wrap(content);
        } catch (IOException e) {
            throw unreadable(name, file, e);
        }
    }

    private static DescriptionException unreadable(Described name, Path file, IOException trouble) {
        return name.wrong(
                trouble instanceof NoSuchFileException
                        ? file + ": there is no such file"
                        : file + ": cannot be read: " + trouble.getMessage());
    }
}
