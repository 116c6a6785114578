package io.moult.demo.scenario;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code moult demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Tells the story of an update in eight chapters.")
public final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
