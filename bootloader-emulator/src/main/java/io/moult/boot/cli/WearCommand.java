package io.moult.boot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.draw.FlashPicture;
import io.moult.boot.draw.FlashSight;
import io.moult.cli.Failure;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boot wear}: how often sectors were erased, in a device's life or since an earlier look. */
@Command(
        name = "wear",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Shows how often the sectors of a device's flash have been erased, area by area. What an update costs is the",
            "difference between two looks: keep the output of --json, and give it as --since after the update.",
            "Below: how many erases a sector of each part of the flash bears, and how much of that is used up."
        },
        footer = {"", "Exit status: 0 shown, 1 no readable flash there, 2 misuse."})
final class WearCommand extends DeviceVerb {
    @Option(names = "--since", paramLabel = "FILE", description = "Only what came after this earlier output of --json.")
    private @Nullable Path since;

    @Option(names = "--sectors", description = "A line for each sector that was erased.")
    private boolean eachSector;

    @Override
    int run(DeviceFiles files) throws IOException {
        FlashPicture picture;
        List<PartWear> parts;
        try (DeviceStorage storage = DeviceStorage.openReadOnly(files)) {
            picture = FlashSight.of(files.flash().toString(), storage);
            parts = PartWear.of(storage.flash());
        }
        List<FlashPicture.Sector> sectors = picture.areas().stream()
                .flatMap(area -> area.sectors().stream())
                .sorted(Comparator.comparingInt(FlashPicture.Sector::index))
                .toList();
        int[] before = before(sectors.size());
        List<Line> lines = new ArrayList<>();
        for (FlashPicture.Area area : picture.areas()) {
            lines.add(Line.of(area.name(), area.sectors(), before));
        }
        Line all = Line.of("all", sectors, before);
        lines.add(all);
        Map<String, Object> object = object(all, lines);
        object.put("parts", parts.stream().map(PartWear::object).toList());
        List<String> text = text(lines, sectors, before);
        text.add("");
        parts.forEach(part -> text.add(part.words()));
        tell(object, text);
        return DONE;
    }

    /** The erases of some sectors. */
    private record Line(String name, int sectors, List<Integer> erases, int most, int mostAt, double mean, long sum) {
        static Line of(String name, List<FlashPicture.Sector> sectors, int[] before) {
            List<Integer> erases = new ArrayList<>();
            int most = 0;
            int mostAt = sectors.get(0).index();
            long sum = 0;
            for (FlashPicture.Sector sector : sectors) {
                int count = sector.erases() - before[sector.index()];
                erases.add(count);
                sum += count;
                if (count > most) {
                    most = count;
                    mostAt = sector.index();
                }
            }
            return new Line(name, sectors.size(), erases, most, mostAt, (double) sum / sectors.size(), sum);
        }

        Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("name", name);
            object.put("sectors", sectors);
            object.put("erases", sum);
            object.put("most", most);
            object.put("mean", mean);
            return object;
        }
    }

    private Map<String, Object> object(Line all, List<Line> lines) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("since", since == null ? null : since.toString());
        object.put("erases", all.sum());
        object.put("most", all.most());
        object.put("mean", all.mean());
        object.put(
                "areas",
                lines.subList(0, lines.size() - 1).stream().map(Line::object).toList());
        object.put("erasesBySector", all.erases());
        return object;
    }

    private List<String> text(List<Line> areas, List<FlashPicture.Sector> sectors, int[] before) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-12s %8s %8s %8s %8s", "", "sectors", "erases", "most", "mean"));
        for (Line area : areas) {
            String at = area.most() == 0 ? "" : "  sector " + area.mostAt();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %8d %8d %8d %8.2f%s",
                    area.name(),
                    area.sectors(),
                    area.sum(),
                    area.most(),
                    area.mean(),
                    at));
        }
        for (FlashPicture.Sector sector : eachSector ? sectors : List.<FlashPicture.Sector>of()) {
            int count = sector.erases() - before[sector.index()];
            if (count > 0) {
                lines.add(String.format(Locale.ROOT, "sector %-5d %8s %8d", sector.index(), "", count));
            }
        }
        return lines;
    }

    private int[] before(int sectors) throws IOException {
        int[] counts = new int[sectors];
        if (since == null) {
            return counts;
        }
        JsonNode earlier = read(since).path("erasesBySector");
        if (earlier.size() != sectors) {
            throw new Failure("unusable-file", since + " is not what boot wear --json printed of this device");
        }
        for (int i = 0; i < sectors; i++) {
            counts[i] = earlier.get(i).asInt();
        }
        return counts;
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream in = opened(file)) {
            JsonNode node = new ObjectMapper().readTree(in);
            if (!node.path("since").isNull()) {
                throw new Failure("unusable-file", file + " is a difference itself: give one made without --since");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new Failure("unusable-file", file + " is not what boot wear --json printed", e);
        }
    }
}
