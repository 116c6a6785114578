package io.moult.boot.cli;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.draw.FlashPicture;
import io.moult.boot.draw.FlashSight;
import io.moult.boot.draw.SvgDrawing;
import io.moult.boot.draw.TextDrawing;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code boot draw}: a device's flash as a picture, on the terminal and as SVG. */
@Command(
        name = "draw",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Draws a device's flash: what each sector holds, how often it was erased, the journal's records, and how far a",
            "swap has come. Reads only, also while the device runs."
        },
        footer = {"", "Exit status: 0 drawn, 1 no readable flash there or the SVG cannot be written, 2 misuse."})
final class DrawCommand extends DeviceVerb {
    @Option(names = "--svg", paramLabel = "FILE", description = "Also write it as SVG.")
    private @Nullable Path svg;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = WhenWord.class,
            description = "auto (default: on a terminal), always or never.")
    private When color = When.AUTO;

    @Option(names = "--ascii", description = "Nothing but ASCII (default: as the locale has it).")
    private boolean ascii;

    /** When to use colours. */
    enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Reads it as it is written in the help. */
    static final class WhenWord implements ITypeConverter<When> {
        @Override
        public When convert(String word) {
            for (When when : When.values()) {
                if (label(when).equals(word)) {
                    return when;
                }
            }
            throw new TypeConversionException("say auto, always or never");
        }
    }

    @Override
    int run(DeviceFiles files) throws IOException {
        FlashPicture picture;
        try (DeviceStorage storage = DeviceStorage.openReadOnly(files)) {
            picture = FlashSight.of(files.flash().toString(), storage);
        }
        if (svg != null) {
            write(svg, SvgDrawing.of(picture));
        }
        boolean colour = color == When.ALWAYS
                || (color == When.AUTO
                        && spec().commandLine().getColorScheme().ansi().enabled());
        tell(object(picture), TextDrawing.of(picture, colour, !ascii && unicodeLocale()));
        return DONE;
    }

    private static void write(Path file, String document) throws IOException {
        try {
            Files.writeString(file, document);
        } catch (NoSuchFileException e) {
            throw new Failure("unwritable-file", file + " cannot be written: its directory does not exist", e);
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new Failure("unwritable-file", file + " cannot be written: " + why, e);
        }
    }

    /** What POSIX says of the order: the first of these that is set decides. */
    private static boolean unicodeLocale() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(System::getenv)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .orElse(false);
    }

    private Map<String, Object> object(FlashPicture picture) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("flash", picture.title());
        object.put("svg", svg == null ? null : svg.toString());
        object.put("facts", picture.facts());
        List<Object> areas = new ArrayList<>();
        for (FlashPicture.Area area : picture.areas()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", area.name());
            shown.put("caption", area.caption());
            shown.put("firstSector", area.sectors().get(0).index());
            shown.put(
                    "contents",
                    area.sectors().stream().map(s -> label(s.content())).toList());
            shown.put(
                    "erases",
                    area.sectors().stream().map(FlashPicture.Sector::erases).toList());
            areas.add(shown);
        }
        object.put("areas", areas);
        object.put("badSectors", picture.badSectors());
        object.put("swap", picture.swap().map(DrawCommand::swap).orElse(null));
        object.put("records", picture.journal());
        return object;
    }

    private static Object swap(FlashPicture.Swap swap) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("direction", swap.direction());
        shown.put("stepsDone", swap.stepsDone());
        shown.put("steps", swap.steps());
        shown.put("next", swap.next());
        return shown;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
