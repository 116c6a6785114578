package io.moult.boot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.moult.boot.explore.FaultKind;
import io.moult.boot.explore.Replay;
import io.moult.boot.explore.invariant.Invariants;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code boot replay}: takes one cut path again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes a cut path again that sweep or closure printed, step by step.",
        footer = {"", "Exit status: 0 every invariant held, 1 one did not, 2 misuse, or a path that cannot be taken."})
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PATH",
            description = "Such as single/offset/256x8.ff/3/1/healthy/boot-power,update-2:14=torn@37,boot-power")
    private String path = "";

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Replay.Result result;
        try {
            int slash = path.lastIndexOf('/');
            Bench bench = Bench.parse(slash < 0 ? path : path.substring(0, slash));
            result = new Replay(Laboratory.subject(bench, false, FaultKind.CUTS), Invariants.ALL)
                    .of(path.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Map<String, String>> violated = result.violations().stream()
                    .map(violation -> Map.of("invariant", violation.invariant(), "detail", violation.detail()))
                    .toList();
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(Map.of("steps", result.steps(), "violated", violated)));
        } else {
            result.steps().forEach(out::println);
            result.violations().forEach(violation -> out.println(violation.invariant() + ": " + violation.detail()));
            out.println(result.violations().isEmpty() ? "every invariant held" : "violated");
        }
        out.flush();
        return result.violations().isEmpty() ? 0 : 1;
    }
}
