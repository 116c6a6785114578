package io.moult.suit.cli;

import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.author.image.FlatImage;
import io.moult.suit.manifest.ComponentId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which images are released together, for devices with several components. */
final class SetOptions {
    @Option(
            names = "--component",
            arity = "1",
            paramLabel = "NAME=FILE",
            converter = NamedFile.Converter.class,
            description = {
                "In place of --image, for a device with several components: the image of one of them, in any format.",
                "Repeatable; every component of the device is named, in the order in which they start."
            })
    private List<NamedFile> components = new ArrayList<>();

    @Option(
            names = "--keep",
            arity = "1",
            paramLabel = "NAME",
            converter = Name.class,
            description = "This component stays as it is: its image is left out, and a device must hold it already.")
    private List<ComponentId> kept = new ArrayList<>();

    private record NamedFile(ComponentId component, Path path) {
        /** Splits at the first {@code =}. */
        static final class Converter implements ITypeConverter<NamedFile> {
            @Override
            public NamedFile convert(String text) {
                int equals = text.indexOf('=');
                if (equals < 1 || equals == text.length() - 1) {
                    throw new TypeConversionException(
                            "\"" + Printable.of(text) + "\" is not NAME=FILE, such as secure=secure.bin");
                }
                return new NamedFile(nameOf(text.substring(0, equals)), Path.of(text.substring(equals + 1)));
            }
        }
    }

    /** Reads a component's name. */
    static final class Name implements ITypeConverter<ComponentId> {
        @Override
        public ComponentId convert(String text) {
            return nameOf(text);
        }
    }

    private static ComponentId nameOf(String text) {
        if (!text.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")) {
            throw new TypeConversionException(
                    "\"" + Printable.of(text) + "\" is no name of a component, such as main or usr/lib");
        }
        return ComponentId.of(text.split("/"));
    }

    boolean isEmpty() {
        return components.isEmpty() && kept.isEmpty();
    }

    /** What is wrong with these options together. */
    Optional<String> objection() {
        Set<ComponentId> named = new HashSet<>();
        for (NamedFile one : components) {
            if (!named.add(one.component())) {
                return Optional.of("--component " + one.component() + " is given twice.");
            }
        }
        for (ComponentId one : kept) {
            if (!named.contains(one)) {
                return Optional.of("--keep " + one + " needs --component " + one
                        + "=FILE too: the image that devices hold already.");
            }
        }
        return kept.containsAll(named)
                ? Optional.of("--keep leaves no component that the release brings an image of.")
                : Optional.empty();
    }

    /** Images made flat; gone when they are closed. */
    static final class Flat implements Closeable {
        private final List<PartialFile> files = new ArrayList<>();
        private final List<ReleaseBuilder.Part> parts = new ArrayList<>();

        List<ReleaseBuilder.Part> parts() {
            return parts;
        }

        @Override
        public void close() throws IOException {
            for (PartialFile file : files) {
                file.close();
            }
        }
    }

    /** The images as they are to lie in flash, written beside where they have to be made. */
    void flatten(ImageOptions images, Path out, Flat flat) throws CommandRefused {
        for (NamedFile one : components) {
            PartialFile beside = PartialFile.of(out, ".image" + flat.files.size());
            flat.files.add(beside);
            FlatImage image = images.flattenAlone(one.path(), beside.path());
            flat.parts.add(new ReleaseBuilder.Part(one.component(), image.path(), !kept.contains(one.component())));
        }
    }
}
