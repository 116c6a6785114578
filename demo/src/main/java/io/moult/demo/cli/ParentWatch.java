package io.moult.demo.cli;

import java.util.Optional;

/**
 * A process that a story or a benchmark started ends with it, even when that one was killed and could clean up nothing:
 * the system property {@code moult.parent} names the process to follow.
 */
final class ParentWatch {
    private static final int STATUS_OF_A_KILLED_PROCESS = 137;

    private ParentWatch() {}

    static void endWithParent() {
        String parent = System.getProperty("moult.parent");
        if (parent == null) {
            return;
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(parent));
        if (handle.isEmpty()) {
            Runtime.getRuntime().halt(STATUS_OF_A_KILLED_PROCESS);
        }
        handle.ifPresent(process -> {
            var unused = process.onExit().thenRun(() -> Runtime.getRuntime().halt(STATUS_OF_A_KILLED_PROCESS));
        });
    }
}
