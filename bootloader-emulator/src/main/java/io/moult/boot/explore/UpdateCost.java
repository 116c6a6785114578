package io.moult.boot.explore;

import io.moult.boot.ResetReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an undisturbed update costs a flash, from staging to a settled device.
 *
 * @param operations programs and erases together
 * @param mostErases of the sector that was erased most often
 */
public record UpdateCost(int operations, int erases, int mostErases) {

    /** Staged, tried, confirmed. */
    public static UpdateCost ofUpdate(Subject subject) throws IOException {
        return of(subject, List.of("boot-power", "update-2", "boot-request", "confirm", "boot-power"));
    }

    /** Staged, tried, not confirmed, reverted. */
    public static UpdateCost ofRevert(Subject subject) throws IOException {
        return of(subject, List.of("boot-power", "update-2", "boot-request", "boot-watchdog", "boot-power"));
    }

    /** Boots a settled device so many times. */
    public static void boot(Subject subject, int times) {
        Node device = Node.first(subject.manufactured());
        for (int i = 0; i < times; i++) {
            Run run = Run.boot(subject, device, ResetReason.POWER, new Readings());
            if (run.failed() || !run.boot().started()) {
                throw new IllegalStateException("no boot: " + run);
            }
        }
    }

    private static UpdateCost of(Subject subject, List<String> runs) throws IOException {
        Node node = Node.first(subject.manufactured());
        List<Operation> operations = new ArrayList<>();
        for (String name : runs) {
            Run run = run(subject, node, name);
            if (run.failed()) {
                throw new IllegalStateException(run.toString());
            }
            operations.addAll(run.operations());
            node = node.after(run);
        }
        Map<Integer, Integer> erases = Operation.erases(operations);
        return new UpdateCost(
                operations.size(),
                erases.values().stream().mapToInt(Integer::intValue).sum(),
                erases.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }

    private static Run run(Subject subject, Node node, String name) throws IOException {
        for (ResetReason reason : ResetReason.values()) {
            if (Run.nameOf(reason).equals(name)) {
                return Run.boot(subject, node, reason, new Readings());
            }
        }
        Machine look = Machine.reading(subject.shape(), node.contents());
        Action action = subject.actions(look, node.running().orElseThrow()).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Run.action(subject, node, action, new Readings());
    }
}
