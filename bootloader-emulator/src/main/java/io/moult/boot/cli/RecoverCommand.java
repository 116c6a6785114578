package io.moult.boot.cli;

import io.moult.boot.BootOutcome;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.boot.recovery.RecoveryUpdater;
import io.moult.boot.recovery.ReleaseStream;
import io.moult.cli.Version;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boot recover}: somebody with a cable at a device that has nothing to boot. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Boots a device; where nothing boots, or the golden image alone, hands a release to its second-stage updater,",
            "as over a serial line or USB, and boots that. The updater believes nobody: signature, vendor, class, counter",
            "and size are checked before anything is written, and the bootloader checks all of it again."
        },
        footer = {
            "",
            "Exit status: 0 an image has started, 1 the release is refused or nothing boots, 2 misuse,",
            "  137 power cut as ordered."
        })
final class RecoverCommand extends WritingVerb {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "RELEASE.suit",
            description = "The envelope, with its images in it; - reads it from standard input.")
    private String from = "-";

    @Override
    Telling run(DeviceStorage storage) throws IOException {
        BootOutcome found = new BootRom(storage.platform()).boot(ResetReason.POWER);
        if (found instanceof BootOutcome.Started started && !started.recovery()) {
            List<String> lines = new ArrayList<>(BootOnceCommand.lines(found));
            lines.add("          there is nothing to recover: the release was not read");
            return telling(found, false, lines);
        }
        try (InputStream in = open()) {
            new RecoveryUpdater(storage.platform()).take(ReleaseStream.read(in));
        }
        BootOutcome recovered = new BootRom(storage.platform()).boot(ResetReason.REQUEST);
        return telling(recovered, true, BootOnceCommand.lines(recovered));
    }

    private static Telling telling(BootOutcome outcome, boolean taken, List<String> lines) throws IOException {
        Map<String, Object> object = BootOnceCommand.object(outcome);
        object.put("releaseTaken", taken);
        return new Telling(outcome instanceof BootOutcome.Started ? DONE : FAILED, object, lines);
    }

    private InputStream open() throws IOException {
        return from.equals("-") ? new Unclosed(System.in) : opened(Path.of(from));
    }

    /** Standard input is not ours to close. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // left open
        }
    }
}
