package io.moult.suit.report;

import io.moult.suit.manifest.Parameters;
import java.util.List;
import java.util.Objects;

/**
 * SUIT_Record (draft-ietf-suit-report-18 section 3): that a command was run, and where it stands.
 *
 * @param manifestPath the way from the root manifest through the indices of dependencies; empty for the root itself
 * @param sectionKey the manifest's key of the section, 3 (common) for the shared sequence, 0 if no command was reached
 * @param offsetBytes where in that section's octets the command begins
 * @param componentIndex the component that it was run for
 * @param measured what the device was found to be, if that is why the command failed
 */
public record CommandRecord(
        List<Integer> manifestPath, long sectionKey, long offsetBytes, long componentIndex, Parameters measured)
        implements ReportEntry {
    /** The key of suit-common, which holds the shared sequence. */
    public static final long SHARED_SEQUENCE = 3;

    /** For what failed before any command. */
    public static final CommandRecord NONE = new CommandRecord(List.of(), 0, 0, 0, Parameters.EMPTY);

    public CommandRecord {
        manifestPath = List.copyOf(manifestPath);
        Objects.requireNonNull(measured);
    }
}
