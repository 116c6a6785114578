package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.cli.Version;
import io.moult.cose.HssKeyFile;
import io.moult.cose.HssMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys hss}: a key for HSS-LMS signatures, with its state. */
@Command(
        name = "hss",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Makes a key for HSS-LMS signatures (RFC 8778), which quantum computers do not forge. Each"
                + " signature uses up a part of it for ever; FILE.pub is for those who are to believe it.",
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 misuse."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class KeysHss extends Verb {
    /** Beyond it a tree takes more than minutes to make. */
    private static final int HIGHEST = 15;

    /** From so many on it is told how long it takes. */
    private static final int MANY_LEAVES = 1 << 15;

    /** As measured on one core of 2020; each is a thousand hashes. */
    private static final int LEAVES_PER_SECOND = 3000;

    @Option(
            names = "--heights",
            split = ",",
            paramLabel = "H",
            description =
                    "Heights of the trees from the top, 5, 10 or 15 each: 2 to the power of their sum is the number"
                            + " of signatures (default: 10,10).")
    private List<Integer> heights = List.of(10, 10);

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The key to make.")
    private Path out;

    @Option(
            names = "--hss-marks",
            paramLabel = "DIR",
            description = "Where it is kept how far HSS keys have been used (default: .moult/hss in your home).")
    private Path marks = SigningKeyFile.HOME_MARKS;

    @Override
    int run() throws CommandRefused {
        if (heights.isEmpty()
                || heights.size() > 8
                || !List.of(5, 10, 15, 20, 25).containsAll(heights)) {
            throw misuse("--heights: up to 8 numbers with commas between, each 5, 10 or 15.");
        }
        long leaves = heights.stream().mapToLong(height -> 1L << height).sum();
        if (heights.stream().anyMatch(height -> height > HIGHEST)) {
            throw misuse(
                    "--heights: trees of height 20 or 25 take six minutes or three hours to make: take more levels,"
                            + " 15,15 makes 2^30 signatures.");
        }
        Path publicPart = out.resolveSibling(out.getFileName() + ".pub");
        Path directory = out.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandRefused.unwritable(out, new NoSuchFileException(out.toString()));
        }
        OutputFile.requireFree(out);
        OutputFile.requireFree(publicPart);
        if (leaves >= MANY_LEAVES) {
            complain("making " + leaves + " one-time keys takes about " + leaves / LEAVES_PER_SECOND + " seconds.");
        }
        long count;
        try {
            HssKeyFile key = HssKeyFile.create(out, new HssMarks(marks), heights, new SecureRandom());
            Files.write(publicPart, key.publicCoseKey().toArray(), StandardOpenOption.CREATE_NEW);
            count = key.remaining();
        } catch (IOException e) {
            throw CommandRefused.unwritable(out, e);
        }
        if (json()) {
            print(new ObjectMapper()
                    .createObjectNode()
                    .put("file", out.toString())
                    .put("public", publicPart.toString())
                    .put("signaturesLeft", count));
        } else {
            out().println(out + ": " + count + " signatures; " + publicPart + " is for those who are to believe them");
        }
        return DONE;
    }
}
