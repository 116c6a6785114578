package io.moult.boot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.moult.boot.explore.Exploration;
import io.moult.boot.explore.ExploreSettings;
import io.moult.boot.explore.FaultKind;
import io.moult.boot.explore.FaultModel;
import io.moult.boot.explore.FiguresTable;
import io.moult.boot.explore.Violation;
import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which device to explore, under which faults, and how to say what was found. */
final class ExploreOptions {
    private static final int VIOLATIONS_SHOWN = 10;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            defaultValue = "single",
            description =
                    "single (default), secure-normal, dual-cpu, heterogeneous, two-stage, or trio: three components."
                            + " With +3 behind it, such as single+3: a journal of three sectors.")
    private String topology = "single";

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "offset",
            description = "overwrite, scratch, move, offset (default), in-place or ram-load.")
    private String strategy = "offset";

    @Option(
            names = "--life",
            paramLabel = "NAME",
            defaultValue = "healthy",
            description = "What applications do: healthy (default), unconfirmed, bad, staging, second or everything.")
    private String life = "healthy";

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            defaultValue = "before,after,torn,bits,unstable,blank",
            description =
                    "Of before, after, torn, bits, unstable, blank, neighbour, rot, stuck (default: ${DEFAULT-VALUE}).")
    private String faults = "";

    @Option(
            names = "--sectors",
            paramLabel = "N",
            defaultValue = "3",
            description = "Sectors of the main slot (default: ${DEFAULT-VALUE}).")
    private int sectors = 3;

    @Option(
            names = "--sector-size",
            paramLabel = "BYTES",
            defaultValue = "256",
            description = "256 (default) to 65536.")
    private int sectorBytes = 256;

    @Option(
            names = "--program-unit",
            paramLabel = "BYTES",
            defaultValue = "8",
            description = "1, 2, 4, 8 (default), 16 or 32.")
    private int unitBytes = 8;

    @Option(names = "--erased-zero", description = "An erased octet reads 0x00 (default: 0xff).")
    private boolean erasedZero;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trial boots of an unconfirmed set (default: ${DEFAULT-VALUE}).")
    private int attempts = 1;

    @Option(names = "--units", description = "Tears fall on program units and their middles (default: on every octet).")
    private boolean units;

    @Option(
            names = "--state-limit",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Give up beyond this many states (default: ${DEFAULT-VALUE}).")
    private int stateLimit = 2_000_000;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    /** IllegalArgumentException with a sentence where there can be no such device. */
    Bench bench() {
        Strategy how = Strategy.ofLabel(strategy);
        if (sectors < 1 || sectors > 4096 || attempts < 1 || sectorBytes < 256 || sectorBytes > 1 << 16) {
            throw new IllegalArgumentException(
                    "a device of " + sectors + " sectors of " + sectorBytes + " B with " + attempts + " attempts");
        }
        return new Bench(
                topology, how, sectorBytes, unitBytes, erasedZero ? 0x00 : 0xff, sectors, attempts, Life.ofLabel(life));
    }

    ExploreSettings settings(int depth, boolean graph, PrintWriter progress) {
        FaultModel model = new FaultModel(FaultKind.parse(faults), !units);
        return new ExploreSettings(
                model,
                Invariants.ALL,
                depth,
                1,
                2,
                stateLimit,
                graph,
                line -> {
                    progress.println(line);
                    progress.flush();
                },
                System::nanoTime);
    }

    boolean json() {
        return json;
    }

    /** Prints what was found; 0 if every invariant held. */
    int print(Exploration found, PrintWriter out) throws IOException {
        List<String> paths = new ArrayList<>();
        for (Violation violation : found.violations()) {
            paths.add(bench() + "/" + violation.path());
        }
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("device", found.title());
            map.putAll(found.figures().asMap());
            List<Map<String, String>> violations = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                Violation violation = found.violations().get(i);
                violations.add(Map.of(
                        "invariant", violation.invariant(), "detail", violation.detail(), "replay", paths.get(i)));
            }
            map.put("violated", violations);
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(map));
        } else {
            FiguresTable.lines(List.of(found)).forEach(out::println);
            for (int i = 0; i < Math.min(VIOLATIONS_SHOWN, paths.size()); i++) {
                Violation violation = found.violations().get(i);
                out.println(violation.invariant() + ": " + violation.detail());
                out.println("  boot replay " + paths.get(i));
            }
        }
        out.flush();
        return found.figures().violations() == 0 ? 0 : 1;
    }
}
