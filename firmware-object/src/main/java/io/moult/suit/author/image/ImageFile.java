package io.moult.suit.author.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of an author's that holds an image, or a part of one.
 *
 * @param format as the author said it; empty to tell it from the file's first octets
 * @param address where raw octets begin; the other formats say that themselves
 */
public record ImageFile(Path path, Optional<ImageFormat> format, OptionalLong address) {
    public ImageFile {
        if (address.isPresent() && address.getAsLong() < 0) {
            throw new IllegalArgumentException("an address below zero");
        }
    }

    /** A file whose format is told from its first octets. */
    public static ImageFile of(Path path) {
        return new ImageFile(path, Optional.empty(), OptionalLong.empty());
    }

    /** The format, as said or told. */
    public ImageFormat recognised() throws IOException {
        if (format.isPresent()) {
            return format.get();
        }
        try (InputStream in = Files.newInputStream(path)) {
            return ImageFormat.of(in.readNBytes(ImageFormat.OPENING_BYTES));
        }
    }

    /** What is to be loaded, at its addresses. Raw octets without an address begin at 0. */
    LoadableContent read() throws IOException {
        ImageFormat known = recognised();
        if (known != ImageFormat.RAW && address.isPresent()) {
            throw new ImageFileException(
                    "is " + known.title() + ", which says its addresses itself: none can be given to it");
        }
        return switch (known) {
            case RAW -> readRaw();
            case HEX -> {
                try (InputStream in = Files.newInputStream(path)) {
                    yield IntelHex.read(in);
                }
            }
            case SREC -> {
                try (InputStream in = Files.newInputStream(path)) {
                    yield SRecords.read(in);
                }
            }
            case ELF -> {
                try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
                    yield Elf.read(in);
                }
            }
        };
    }

    private LoadableContent readRaw() throws IOException {
        LoadableContent content = new LoadableContent();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] octets = in.readNBytes(LoadableContent.MOST_BYTES + 1);
            content.add(address.orElse(0), octets, 0, octets.length);
        }
        return content;
    }
}
