package io.moult.demo.bench;

import io.moult.demo.bench.child.ChildMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a measured JVM: the Java and the class path of this one, the same collector and
 * the same limits for both ends.
 */
final class ChildCommand {

    private static final String SERVER_HEAP = "1g";
    private static final String DEVICES_HEAP = "4g";

    private ChildCommand() {}

    static List<String> server(End end, Path config) {
        return command("server", end, SERVER_HEAP, config);
    }

    static List<String> devices(End end, Optional<String> heap, Path config) {
        return command("devices", end, heap.orElse(DEVICES_HEAP), config);
    }

    private static List<String> command(String part, End end, String heap, Path config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("-XX:+UseG1GC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ChildMain.class.getName());
        command.add(part);
        command.add(end.key());
        command.add(config.toString());
        return command;
    }
}
