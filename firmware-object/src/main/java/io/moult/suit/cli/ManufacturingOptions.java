package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.Release;
import io.moult.suit.author.image.FlatImage;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.factory.ManufacturingImageWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The manufacturing image that is made beside a release: what a factory puts into a blank device. */
final class ManufacturingOptions {
    @Option(
            names = "--manufacturing",
            paramLabel = "FILE",
            description =
                    "Also write the manufacturing image: bootloader, certificate and this release as first image.")
    private @Nullable Path file;

    @Option(
            names = "--bootloader",
            paramLabel = "FILE",
            description = "The bootloader in the manufacturing image, in any format of images.")
    private @Nullable Path bootloader;

    /** The file that was asked for. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Whether a bootloader was given with nothing to put it into. */
    boolean isBootloaderAlone() {
        return bootloader != null && file == null;
    }

    void requireAbsent() throws CommandRefused {
        if (file != null && Files.exists(file)) {
            throw CommandRefused.unwritable(file, new FileAlreadyExistsException(file.toString()));
        }
    }

    /** Writes it, if it was asked for; whole or not at all. */
    void write(Release release, KeySet keys) throws CommandRefused {
        Path target = file;
        if (target == null) {
            return;
        }
        try (PartialFile partial = PartialFile.of(target);
                PartialFile flat = PartialFile.of(target, ".bootloader")) {
            Optional<FlatImage> first =
                    bootloader == null ? Optional.empty() : Optional.of(ImageOptions.flatten(bootloader, flat.path()));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial.path()))) {
                write(out, first, release, keys.certificateDer(), keys);
            }
            partial.finish();
        } catch (IOException e) {
            throw CommandRefused.unwritable(target, e);
        }
    }

    private static void write(
            OutputStream out, Optional<FlatImage> first, Release release, Bytes certificate, KeySet keys)
            throws IOException {
        ManufacturingImageWriter writer = new ManufacturingImageWriter(out);
        if (first.isPresent()) {
            try (InputStream octets = Files.newInputStream(first.get().path())) {
                writer.add(Part.BOOTLOADER, octets);
            }
        }
        writer.add(Part.CERTIFICATE, certificate).add(Part.ENVELOPE, release.stripped());
        try (InputStream octets = Files.newInputStream(release.image())) {
            writer.add(Part.APPLICATION, octets);
        }
        writer.finish(keys.vendorId(), keys.classId());
    }
}
