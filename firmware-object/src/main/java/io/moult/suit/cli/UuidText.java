package io.moult.suit.cli;

import java.util.UUID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a vendor or class ID from the command line, in its full form of 36 characters. */
final class UuidText implements ITypeConverter<UUID> {
    @Override
    public UUID convert(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below, in a sentence
        }
        throw new TypeConversionException(
                "\"" + Printable.of(text) + "\" is no UUID, such as fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");
    }
}
