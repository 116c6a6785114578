package io.moult.suit.process;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.report.CommandRecord;
import io.moult.suit.report.ReportEntry;
import io.moult.suit.report.SystemClaims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be reported of the commands that were run, as each one's author wished. Owned by one processor. */
final class ProcessLog {
    private final List<ReportEntry> entries = new ArrayList<>();
    private CommandRecord failed = CommandRecord.NONE;

    void succeeded(Frame.Instruction instruction) {
        ReportPolicy policy = instruction.command().policy();
        if (policy.recordsSuccess()) {
            entries.add(record(instruction, Parameters.EMPTY));
        }
    }

    void failed(Frame.Instruction instruction, Parameters measured) {
        ReportPolicy policy = instruction.command().policy();
        failed = record(instruction, measured);
        if (policy.recordsFailure()) {
            entries.add(failed);
        }
        if (policy.claimsOnFailure() && !measured.all().isEmpty()) {
            component(instruction).ifPresent(component -> entries.add(new SystemClaims(component, measured)));
        }
    }

    /** What a command that succeeded was shown of the device. */
    void measured(Frame.Instruction instruction, Parameters consumed) {
        if (instruction.command().policy().claimsOnSuccess() && !consumed.all().isEmpty()) {
            component(instruction).ifPresent(component -> entries.add(new SystemClaims(component, consumed)));
        }
    }

    List<ReportEntry> entries() {
        return List.copyOf(entries);
    }

    /** Where the last failure was. */
    CommandRecord lastFailure() {
        return failed;
    }

    /** Where a command stands. */
    CommandRecord at(Frame.Instruction instruction) {
        return record(instruction, Parameters.EMPTY);
    }

    void clear() {
        entries.clear();
        failed = CommandRecord.NONE;
    }

    private static Optional<ComponentId> component(Frame.Instruction instruction) {
        return instruction.frame().node().component(instruction.componentIndex());
    }

    private static CommandRecord record(Frame.Instruction instruction, Parameters measured) {
        Frame frame = instruction.frame();
        return new CommandRecord(
                frame.node().path().indices(),
                frame.isShared()
                        ? CommandRecord.SHARED_SEQUENCE
                        : frame.section().key(),
                frame.offsets().of(instruction.commandIndex()),
                Math.max(0, instruction.componentIndex()),
                measured);
    }
}
