package io.moult.suit.author;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;

/**
 * A signed release of images for several components that belong together: a device takes all of them or none.
 *
 * @param images one for each component, in the order in which they start
 */
public record ReleaseSet(EnvelopeDraft envelope, Manifest manifest, List<Image> images) {
    public ReleaseSet {
        images = List.copyOf(images);
    }

    /**
     * The image of one component.
     *
     * @param brought whether it is in the envelope; otherwise the device must hold it already
     */
    public record Image(ComponentId component, Path file, long sizeBytes, Digest digest, boolean brought) {

        /** Reads a file once. */
        static Image of(ComponentId component, Path file, boolean brought) throws IOException {
            MessageDigest running = Digest.newSha256();
            long sizeBytes = 0;
            try (InputStream in = Files.newInputStream(file)) {
                byte[] chunk = new byte[64 * 1024];
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    running.update(chunk, 0, count);
                    sizeBytes += count;
                }
            }
            return new Image(component, file, sizeBytes, Digest.ofSha256(running), brought);
        }

        /** The envelope's key for it, and so the URI that the manifest fetches. */
        public String key() {
            return "#" + component;
        }

        EnvelopeDraft.Payload payload() {
            return new EnvelopeDraft.Payload(key(), new Signed(this));
        }
    }

    /** The octets that were signed: a file that has changed since is noticed at its end. */
    private record Signed(Image image) implements EnvelopeDraft.Content {
        @Override
        public long lengthBytes() {
            return image.sizeBytes();
        }

        @Override
        public InputStream open() throws IOException {
            MessageDigest running = Digest.newSha256();
            return new FilterInputStream(Files.newInputStream(image.file())) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = in.read(target, offset, length);
                    if (count > 0) {
                        running.update(Objects.requireNonNull(target), offset, count);
                    } else if (count < 0 && !Digest.ofSha256(running).equals(image.digest())) {
                        throw new IOException(image.file() + " changed while the release was made");
                    }
                    return count;
                }
            };
        }
    }
}
