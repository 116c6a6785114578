package io.moult.server.repository;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The firmware server's store (R41): releases and images as files named by their digest, complete or not there at all.
 * What was stored is never removed. Safe for any thread.
 */
public final class FirmwareRepository {
    private static final String RECEIVING = ".receiving-";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private final Path releases;
    private final Path images;
    private final ReleaseCatalogue catalogue;
    private final OpenFiles files;
    private final Clock clock;
    private final long mostBytes;

    /** @param mostBytes the largest file that is taken */
    public FirmwareRepository(
            Path dataDirectory, ReleaseCatalogue catalogue, OpenFiles files, Clock clock, long mostBytes)
            throws IOException {
        this.releases = Files.createDirectories(dataDirectory.resolve("releases"));
        this.images = Files.createDirectories(dataDirectory.resolve("images"));
        this.catalogue = catalogue;
        this.files = files;
        this.clock = clock;
        this.mostBytes = mostBytes;
        clearRemains(releases);
        clearRemains(images);
    }

    /** What a server that was killed had not yet received as a whole. */
    private static void clearRemains(Path directory) throws IOException {
        try (DirectoryStream<Path> remains = Files.newDirectoryStream(directory, RECEIVING + "*")) {
            for (Path file : remains) {
                Files.delete(file);
            }
        }
    }

    /** A file is not what it is said to be, or too large. The message is one sentence. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean tooLarge;

        Unusable(String message, boolean tooLarge) {
            super(message);
            this.tooLarge = tooLarge;
        }

        public boolean tooLarge() {
            return tooLarge;
        }
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Takes a SUIT envelope. The same file again is the same release. */
    public Release addEnvelope(InputStream octets, String name) throws IOException, Unusable {
        Received received = receive(octets, releases);
        try {
            EnvelopeFacts facts = EnvelopeInspector.inspect(received.file(), received.sizeBytes());
            return keep(
                    received,
                    new Release(
                            Release.idOf(received.sha256()),
                            Release.Kind.SUIT,
                            name,
                            facts.version(),
                            facts.sequenceNumber(),
                            facts.vendorId(),
                            facts.classId(),
                            facts.payloadUri(),
                            received.sizeBytes(),
                            received.sha256(),
                            clock.instant()));
        } finally {
            Files.deleteIfExists(received.file());
        }
    }

    /** Takes the raw image of plain devices. */
    public Release addRaw(InputStream octets, String name, String version) throws IOException, Unusable {
        Received received = receive(octets, releases);
        try {
            return keep(
                    received,
                    new Release(
                            Release.idOf(received.sha256()),
                            Release.Kind.RAW,
                            name,
                            version,
                            OptionalLong.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            received.sizeBytes(),
                            received.sha256(),
                            clock.instant()));
        } finally {
            Files.deleteIfExists(received.file());
        }
    }

    private Release keep(Received received, Release release) throws IOException {
        Files.move(received.file(), fileOf(release), StandardCopyOption.ATOMIC_MOVE);
        catalogue.add(release);
        return catalogue.find(release.id()).orElse(release);
    }

    /** Puts an image under a name, to be fetched from {@code images/NAME}. */
    public StoredImage putImage(String name, InputStream octets) throws IOException, Unusable {
        if (!isName(name)) {
            throw new Unusable(
                    "The image name \"" + name + "\" is not made of letters, digits, '.', '_' and '-'.", false);
        }
        Received received = receive(octets, images);
        try {
            StoredImage image = new StoredImage(name, received.sizeBytes(), received.sha256(), clock.instant());
            Files.move(received.file(), fileOf(image), StandardCopyOption.ATOMIC_MOVE);
            catalogue.putImage(image);
            return image;
        } finally {
            Files.deleteIfExists(received.file());
        }
    }

    public Optional<Release> release(String id) {
        return catalogue.find(id);
    }

    public List<Release> releases(int limit) {
        return catalogue.list(limit);
    }

    public BodyLease open(Release release) throws IOException {
        return files.acquire(fileOf(release), release.sha256());
    }

    public Optional<BodyLease> openRelease(String id) throws IOException {
        Optional<Release> release = catalogue.find(id);
        return release.isEmpty() ? Optional.empty() : Optional.of(open(release.get()));
    }

    public Optional<BodyLease> openImage(String name) throws IOException {
        Optional<StoredImage> image = catalogue.findImage(name);
        return image.isEmpty()
                ? Optional.empty()
                : Optional.of(files.acquire(fileOf(image.get()), image.get().sha256()));
    }

    private Path fileOf(Release release) {
        return releases.resolve(release.sha256().hex());
    }

    private Path fileOf(StoredImage image) {
        return images.resolve(image.sha256().hex());
    }

    private record Received(Path file, long sizeBytes, Bytes sha256) {}

    /** Streams to a new file, on the disk as a whole before anything speaks of it. */
    private Received receive(InputStream octets, Path directory) throws IOException, Unusable {
        MessageDigest digest = Digest.newSha256();
        Path file = Files.createTempFile(directory, RECEIVING, "");
        boolean done = false;
        try {
            long size;
            try (OutputStream out = Files.newOutputStream(file)) {
                InputStream limited = new Limited(new DigestInputStream(octets, digest), mostBytes + 1);
                size = limited.transferTo(out);
            }
            if (size > mostBytes) {
                throw new Unusable("The file is larger than " + mostBytes + " octets, the most that is taken.", true);
            }
            if (size == 0) {
                throw new Unusable("The file is empty.", false);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            done = true;
            return new Received(file, size, Bytes.wrap(digest.digest()));
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Ends after so many octets. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = super.read(target, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
