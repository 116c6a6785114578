package io.moult.demo.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All processes that a story has started: none is left behind, whichever way the story ends. */
final class Children implements AutoCloseable {
    private final Path logDirectory;
    private final List<ChildProcess> all = new ArrayList<>();
    private final Thread hook;

    /**
     * @param afterInterruption what is left to do when the story is interrupted, after the last process has ended
     */
    Children(Path logDirectory, Runnable afterInterruption) {
        this.logDirectory = logDirectory;
        this.hook = new Thread(
                () -> {
                    endAll();
                    afterInterruption.run();
                },
                "story-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized ChildProcess start(String name, List<String> jvmOptions, List<String> arguments) throws IOException {
        ChildProcess child = ChildProcess.start(name, logDirectory, jvmOptions, arguments);
        all.add(child);
        return child;
    }

    /** How many have been started so far. */
    synchronized int started() {
        return all.size();
    }

    /** A sentence about a process that has ended although nobody wanted it to. */
    synchronized Optional<String> unwantedEnd() throws IOException {
        for (ChildProcess child : all) {
            if (child.endedOfItself()) {
                child.mayEnd();
                return Optional.of(child.name() + " has ended of itself: " + child.lastWords());
            }
        }
        return Optional.empty();
    }

    private synchronized void endAll() {
        for (ChildProcess child : all) {
            if (child.alive()) {
                try {
                    child.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is going down: the hook does the same just now.
        }
    }
}
