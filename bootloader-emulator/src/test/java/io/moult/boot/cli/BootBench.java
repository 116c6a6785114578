package io.moult.boot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import io.moult.cli.JsonError;
import io.moult.suit.author.EncryptionEdit;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.Release;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.manifest.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;

/** Somebody at a terminal with {@code moult boot}, keys, and releases in files. */
final class BootBench {
    private final Path dir;
    private String out = "";
    private String err = "";

    BootBench(Path dir) {
        this.dir = dir;
    }

    Path dir() {
        return dir;
    }

    Path device() {
        return dir.resolve("device");
    }

    Path keys(String domain) throws IOException {
        Path keys = dir.resolve("keys-" + domain);
        if (!Files.exists(keys)) {
            Clock clock = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
            new KeySetMaker(clock, new SecureRandom()).make(keys, domain, "sensor");
        }
        return keys;
    }

    /** A release file by {@code example.com}, its image made up from the sequence number. */
    Path release(long sequence, int imageBytes) throws IOException {
        return release("example.com", sequence, 0, imageBytes);
    }

    Path release(String domain, long sequence, long counter, int imageBytes) throws IOException {
        byte[] image = new byte[imageBytes];
        new Random(sequence).nextBytes(image);
        String name = domain + "-" + sequence + "-" + counter;
        Path file = dir.resolve(name + ".bin");
        Files.write(file, image);
        ReleaseBuilder builder = ReleaseBuilder.of(KeySet.read(keys(domain)))
                .version(Version.parse(sequence + ".0.0"))
                .sequenceNumber(sequence);
        if (counter != 0) {
            builder.securityCounter(counter);
        }
        Path release = dir.resolve(name + ".suit");
        try (OutputStream to = Files.newOutputStream(release)) {
            builder.build(file).writeTo(to);
        }
        return release;
    }

    /** A signed release whose payload its manifest says to be encrypted. */
    Path encrypted(long sequence, int imageBytes) throws IOException {
        Path image = Files.write(dir.resolve("secret.bin"), new byte[imageBytes]);
        KeySet keys = KeySet.read(keys("example.com"));
        Release plain = ReleaseBuilder.of(keys)
                .version(Version.parse(sequence + ".0.0"))
                .sequenceNumber(sequence)
                .build(image);
        EncryptionEdit.Result edit = EncryptionEdit.of(
                plain.manifest(), ReleaseBuilder.EMBEDDED_IMAGE, Bytes.wrap(new byte[] {(byte) 0x80}));
        EnvelopeDraft draft = EnvelopeDraft.of(
                ((EncryptionEdit.Result.Edited) edit).manifest(),
                List.of(new EnvelopeDraft.Payload(ReleaseBuilder.EMBEDDED_IMAGE, new Zeros(imageBytes + 16))));
        Path release = dir.resolve("encrypted.suit");
        try (OutputStream to = Files.newOutputStream(release)) {
            draft.with(keys.signer().sign(draft.authentication().signedOctets()))
                    .writeTo(to);
        }
        return release;
    }

    /** Octets that stand for ciphertext. */
    private record Zeros(int length) implements EnvelopeDraft.Content {
        @Override
        public long lengthBytes() {
            return length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[length]);
        }
    }

    /** Runs a verb on the device; returns the exit status. */
    int run(String verb, Object... arguments) {
        List<String> words = new ArrayList<>(List.of(verb, "--data", device().toString()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return runRaw(words.toArray(String[]::new));
    }

    /** Runs a command line as it is. */
    int runRaw(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        CommandLine command = new CommandLine(new BootCommand());
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            line.getErr().println(exception.getMessage());
            JsonError.tell(line, exception, String.valueOf(exception.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        });
        int status = command.setOut(new PrintWriter(outText, true))
                .setErr(new PrintWriter(errText, true))
                .execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return status;
    }

    /** Runs a verb with {@code --json} that must end with this status. */
    JsonNode json(int status, String verb, Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        int actual = run(verb, all.toArray());
        if (actual != status) {
            throw new AssertionError("status " + actual + ": " + out + err);
        }
        return new ObjectMapper().readTree(out);
    }

    /** What was printed last. */
    String out() {
        return out;
    }

    /** What was complained of last. */
    String err() {
        return err;
    }

    /** A provisioned device with slots of 16 KiB that runs release 1 of 9000 octets. */
    BootBench manufactured() throws IOException {
        require(run("init", "--slot-size", 16384, "--provision", keys("example.com")));
        require(run("load", release(1, 9000)));
        return this;
    }

    /** With release 2 staged and asked for. */
    BootBench pending() throws IOException {
        require(run("load", release(2, 10000)));
        require(run("pending"));
        return this;
    }

    private void require(int status) {
        if (status != 0) {
            throw new AssertionError("status " + status + ": " + out + err);
        }
    }
}
