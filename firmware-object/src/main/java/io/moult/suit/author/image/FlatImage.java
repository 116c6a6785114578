package io.moult.suit.author.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image as it is to lie in flash, made of one or several files: applications that are built apart, and are one image
 * to a device. One raw file is that image already, octet for octet, whatever is in it (no format is changed); everything
 * else is laid out at its addresses first.
 *
 * @param path where its octets are
 * @param firstAddress where it begins; 0 for a raw file, which does not say
 * @param extracted whether the octets are not simply those of the one file
 */
public record FlatImage(Path path, long firstAddress, boolean extracted) {

    /**
     * The image of some files.
     *
     * @param beside where the flat image is written if it has to be made
     * @throws PartException if one of them cannot be used; an IOException otherwise is about {@code beside}
     */
    public static FlatImage of(List<ImageFile> files, Path beside) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("an image of no files");
        }
        if (files.size() == 1 && isTakenAsItIs(files.get(0))) {
            return new FlatImage(files.get(0).path(), 0, false);
        }
        LoadableContent all = new LoadableContent();
        for (ImageFile file : files) {
            addTo(all, file);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
            all.writeFlat(out);
        }
        return new FlatImage(beside, all.firstAddress(), true);
    }

    private static boolean isTakenAsItIs(ImageFile file) throws PartException {
        try {
            return file.recognised() == ImageFormat.RAW && file.address().isEmpty();
        } catch (IOException e) {
            throw new PartException(file.path(), e);
        }
    }

    private static void addTo(LoadableContent all, ImageFile file) throws PartException {
        try {
            LoadableContent part = file.read();
            part.requireFlat();
            all.addAll(part);
            all.requireFlat();
        } catch (IOException e) {
            throw new PartException(file.path(), e);
        }
    }

    /** Trouble with one of the files. */
    public static final class PartException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final IOException trouble;

        PartException(Path file, IOException trouble) {
            super(trouble);
            this.file = file.toString();
            this.trouble = trouble;
        }

        public Path file() {
            return Path.of(file);
        }

        public IOException trouble() {
            return trouble;
        }
    }
}
