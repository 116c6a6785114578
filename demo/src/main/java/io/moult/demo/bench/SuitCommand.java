package io.moult.demo.bench;

import io.moult.cli.Version;
import io.moult.demo.bench.suit.SignatureKind;
import io.moult.demo.bench.suit.SuitBenchmark;
import io.moult.demo.bench.suit.SuitJson;
import io.moult.demo.bench.suit.SuitReport;
import io.moult.demo.bench.suit.SuitSettings;
import io.moult.demo.bench.suit.SuitTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moult bench suit}: the options, and what becomes of them. */
@Command(
        name = "suit",
        description = "Checks and decides on a signed manifest, beside its bare signature, in turn, and compares.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "One process, one thread. Also says how many releases an author makes in a second, and how many octets",
            "a verification allocates. Exit status: 0 when measured, 1 when something failed, 2 for misuse."
        })
public final class SuitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "esp256",
            description = "by what the manifest is signed: esp256 (default), esp384 or ed25519")
    private String algorithm = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many rounds are measured (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "10",
            description = "how many verifications of each kind a round has (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long everything runs before it counts (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--run-limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "begin no further round after this (default: ${DEFAULT-VALUE})")
    private int runLimitSeconds;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        SuitSettings settings = settings();
        Path directory = Files.createTempDirectory("moult-bench");
        try {
            SuitReport report = new SuitBenchmark(settings, System::nanoTime).run(directory);
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? SuitJson.of(report) + System.lineSeparator() : SuitTable.of(report));
            out.flush();
            return 0;
        } finally {
            Directories.delete(directory);
        }
    }

    private SuitSettings settings() {
        try {
            return new SuitSettings(
                    kind(), rounds, batch, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(runLimitSeconds));
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), outOfBounds.getMessage());
        }
    }

    private SignatureKind kind() {
        return Arrays.stream(SignatureKind.values())
                .filter(kind -> kind.key().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--algorithm must be one of "
                        + Arrays.stream(SignatureKind.values())
                                .map(SignatureKind::key)
                                .collect(Collectors.joining(", "))));
    }
}
