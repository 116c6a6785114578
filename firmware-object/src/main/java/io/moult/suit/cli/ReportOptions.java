package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.suit.report.CapabilityReport;
import io.moult.suit.report.Report;
import io.moult.suit.verify.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is reported of a run, and how. */
final class ReportOptions {
    /** A directory takes every component. */
    static final List<CapabilityReport.Component> ANY_COMPONENT =
            List.of(new CapabilityReport.Component(List.of(), true));

    /** No component has a file of this name: capital letters in a component's name are written otherwise. */
    private static final String REPORT_FILE = "REPORT.cbor";

    private static final int MOST_NONCE_BYTES = 64;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the SUIT_Report is written (default: " + REPORT_FILE + " in the directory).")
    private @Nullable Path file;

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            converter = Nonce.class,
            description = "Of whoever asks for the report, to know that it is fresh.")
    private @Nullable Bytes nonce;

    @Option(
            names = "--capabilities",
            description = "Report what this processor can run, too (always, where a manifest wants more than that).")
    private boolean capabilities;

    /** The report of a run with what was asked for beside it. */
    Report complete(Report report) {
        Report complete = nonce == null ? report : report.withNonce(nonce);
        return capabilities
                ? complete.withCapabilities(CapabilityReport.of(Capabilities.ALL, ANY_COMPONENT))
                : complete;
    }

    void write(ReportKeys.Loaded protection, Report report, Path directory) throws CommandRefused {
        Path chosen = file;
        Path target = chosen == null ? directory.resolve(REPORT_FILE) : chosen;
        try {
            Files.write(target, protection.encode(report).toArray());
        } catch (IOException e) {
            throw CommandRefused.unwritable(target, e);
        }
    }

    /** Reads a nonce. */
    static final class Nonce implements ITypeConverter<Bytes> {
        @Override
        public Bytes convert(String digits) {
            try {
                Bytes octets = Bytes.ofHex(digits);
                if (!octets.isEmpty() && octets.length() <= MOST_NONCE_BYTES) {
                    return octets;
                }
            } catch (IllegalArgumentException e) {
                // said below, in a sentence
            }
            throw new TypeConversionException("a nonce is 1 to " + MOST_NONCE_BYTES + " octets in hexadecimal digits");
        }
    }
}
