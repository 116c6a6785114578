package io.moult.suit.cli;

import io.moult.suit.author.image.FlatImage;
import io.moult.suit.author.image.ImageFile;
import io.moult.suit.author.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which image is released: one file, or several that are one image to a device. */
final class ImageOptions {
    private static final Pattern PLACED = Pattern.compile("(.+)@(0[xX][0-9A-Fa-f]{1,16}|[0-9]{1,19})");

    @Option(
            names = "--image",
            arity = "1",
            paramLabel = "FILE[@ADDRESS]",
            converter = Placed.class,
            description = {
                "The image: raw binary, Intel HEX, S-records or ELF. A raw file is taken octet for octet;",
                "of the others the image is what they load, from the lowest address on, gaps filled with 0xff.",
                "Repeatable, for several applications in one image: then a raw file needs its address."
            })
    private List<PlacedFile> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.class,
            description = "Of the image files: raw, hex, srec or elf (default: told from their first octets).")
    private @Nullable ImageFormat format;

    private record PlacedFile(Path path, OptionalLong address) {}

    /** The image as it is to lie in flash, written beside if it has to be made. */
    FlatImage flatten(Path beside) throws CommandRefused {
        List<ImageFile> images = new ArrayList<>();
        for (PlacedFile file : files) {
            requireImage(file.path());
            images.add(new ImageFile(file.path(), Optional.ofNullable(format), file.address()));
        }
        return flatten(images, beside);
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** The image in one file of the format that was said. */
    FlatImage flattenAlone(Path file, Path beside) throws CommandRefused {
        requireImage(file);
        return flatten(List.of(new ImageFile(file, Optional.ofNullable(format), OptionalLong.empty())), beside);
    }

    /** The image in one file of any format, such as a bootloader. */
    static FlatImage flatten(Path file, Path beside) throws CommandRefused {
        requireImage(file);
        return flatten(List.of(ImageFile.of(file)), beside);
    }

    private static FlatImage flatten(List<ImageFile> images, Path beside) throws CommandRefused {
        try {
            return FlatImage.of(images, beside);
        } catch (FlatImage.PartException e) {
            throw CommandRefused.unreadable(e.file(), e.trouble());
        } catch (IOException e) {
            throw CommandRefused.unwritable(beside, e);
        }
    }

    private static void requireImage(Path file) throws CommandRefused {
        try {
            if (Files.isDirectory(file)) {
                throw CommandRefused.unusable(file + " is a directory where an image is needed.");
            }
            if (Files.size(file) == 0) {
                throw CommandRefused.unusable(file + " is empty: an image has at least one octet.");
            }
        } catch (IOException e) {
            throw CommandRefused.unreadable(file, e);
        }
    }

    /** The first of the files, to speak of it. */
    Path first() {
        return files.get(0).path();
    }

    /** How many files make the image. */
    int count() {
        return files.size();
    }

    /** Reads a file's name and perhaps an address. A file whose name ends so itself is that file. */
    static final class Placed implements ITypeConverter<PlacedFile> {
        @Override
        public PlacedFile convert(String text) {
            Matcher placed = PLACED.matcher(text);
            if (!placed.matches() || Files.exists(Path.of(text))) {
                return new PlacedFile(Path.of(text), OptionalLong.empty());
            }
            try {
                long address = Long.decode(placed.group(2).replaceFirst("^0+(?=[0-9])", ""));
                return new PlacedFile(Path.of(placed.group(1)), OptionalLong.of(address));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("address " + placed.group(2) + " is more than 63 bits hold");
            }
        }
    }

    /** Reads the name of a format. */
    static final class Format implements ITypeConverter<ImageFormat> {
        @Override
        public ImageFormat convert(String text) {
            return Arrays.stream(ImageFormat.values())
                    .filter(one -> one.key().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("a format is raw, hex, srec or elf"));
        }
    }
}
