package io.moult.boot.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.moult.boot.DeviceStatus;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boot state}: reads a device's files, changes nothing, and needs no running device. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows what is in a device's flash, read from its files alone.",
        footer = {"", "Exit status: 0 shown, 1 no readable flash there, 2 misuse."})
final class StateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The device's data directory.")
    private Path data = Path.of(".");

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> status = DeviceStatus.read(data);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(status));
        } else {
            StateText.of(status).forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
