package io.moult.demo.bench;

import io.moult.boot.explore.Exploration;
import io.moult.boot.explore.ExploreSettings;
import io.moult.boot.explore.Explorer;
import io.moult.boot.explore.FaultKind;
import io.moult.boot.explore.FaultModel;
import io.moult.boot.explore.FiguresTable;
import io.moult.boot.explore.Subject;
import io.moult.boot.explore.UpdateCost;
import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moult bench boot}: what the bootloader does in a second, and what an update costs a flash. */
@Command(
        name = "boot",
        description = "Measures boots, fault triples, and flash operations per update, by strategy.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Slots of 8 sectors of 4 KiB, program units of 8 octets, as where MCUboot was measured. A boot is timed on a",
            "settled device whose verdicts are remembered: what is left is the bootloader's own work.",
            "Exit status: 0."
        })
public final class BootBenchCommand implements Callable<Integer> {
    private static final int SECTORS = 8;
    private static final int SECTOR_BYTES = 4096;
    private static final int UNIT_BYTES = 8;
    private static final int WARM_UP_BOOTS = 2_000;
    private static final int BOOTS = 5_000;

    /** Programs and erases of an update in test mode with its revert, as counted in MCUboot's own code. */
    private static final Map<Strategy, Integer> MCUBOOT_OPERATIONS =
            Map.of(Strategy.SCRATCH, 82, Strategy.MOVE, 78, Strategy.OFFSET, 55, Strategy.OVERWRITE, 42);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-10s %10s %22s %22s %10s%n",
                "strategy",
                "boots/s",
                "update: ops (erases)",
                "revert: ops (erases)",
                "MCUboot");
        for (Strategy strategy : Strategy.values()) {
            out.println(row(strategy));
            out.flush();
        }
        out.println();
        FiguresTable.lines(List.of(triples())).forEach(out::println);
        out.flush();
        return 0;
    }

    private static Subject device(Strategy strategy, Life life) throws IOException {
        Bench bench = new Bench("single", strategy, SECTOR_BYTES, UNIT_BYTES, 0xff, SECTORS, 1, life);
        return Laboratory.subject(bench, false, FaultKind.CUTS);
    }

    private static String row(Strategy strategy) throws IOException {
        Subject device = device(strategy, Life.HEALTHY);
        UpdateCost.boot(device, WARM_UP_BOOTS);
        long began = System.nanoTime();
        UpdateCost.boot(device, BOOTS);
        double seconds = (System.nanoTime() - began) / 1e9;
        UpdateCost update = UpdateCost.ofUpdate(device);
        String revert = strategy.keepsPrevious() ? text(UpdateCost.ofRevert(device)) : "no revert";
        Integer theirs = MCUBOOT_OPERATIONS.get(strategy);
        return String.format(
                Locale.ROOT,
                "%-10s %,10.0f %22s %22s %10s",
                strategy.label(),
                BOOTS / seconds,
                text(update),
                revert,
                theirs == null ? "-" : theirs + " ops");
    }

    private static String text(UpdateCost cost) {
        return cost.operations() + " (" + cost.erases() + ", max " + cost.mostErases() + ")";
    }

    /** All that any number of power cuts leads to, on the smallest device. */
    private static Exploration triples() throws IOException, InterruptedException {
        FaultModel model = new FaultModel(FaultKind.CUTS, true);
        ExploreSettings settings = new ExploreSettings(
                model, Invariants.ALL, ExploreSettings.UNBOUNDED, 0, 2, 2_000_000, false, line -> {}, System::nanoTime);
        Subject device = Laboratory.subject(Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY), false, model.kinds());
        return new Explorer(device, settings).explore();
    }
}
