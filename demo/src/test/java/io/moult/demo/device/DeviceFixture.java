package io.moult.demo.device;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.author.KeySetMaker;
import io.moult.suit.author.ReleaseBuilder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import picocli.CommandLine;

/** Keys, images, releases and devices for the tests of this package: all real, in a directory of the test. */
final class DeviceFixture {
    static final int IMAGE_BYTES = 20_000;

    private final Path directory;
    private final KeySet keys;

    DeviceFixture(Path directory) throws IOException {
        this.directory = directory;
        this.keys = new KeySetMaker(Clock.systemUTC(), new SecureRandom())
                .make(directory.resolve("KEYS"), "example.com", "test device");
    }

    Path keysDirectory() {
        return keys.directory();
    }

    Path data() {
        return directory.resolve("device");
    }

    static Bytes image(int seed) {
        byte[] octets = new byte[IMAGE_BYTES];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** A release with its image in it. */
    Path release(String name, Bytes image, String version, long sequence) throws IOException {
        Path imageFile = Files.write(directory.resolve(name + ".bin"), image.toArray());
        Path file = directory.resolve(name + ".suit");
        try (OutputStream out = Files.newOutputStream(file)) {
            ReleaseBuilder.of(keys)
                    .version(Version.parse(version))
                    .sequenceNumber(sequence)
                    .build(imageFile)
                    .writeTo(out);
        }
        return file;
    }

    /** The envelope of a release without its payload. */
    static Bytes stripped(Path release) throws IOException {
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(Bytes.wrap(Files.readAllBytes(release)));
        return ((HeadResult.Complete) head).envelope().stripped();
    }

    /** A device that runs image 1 as version 1.0.0. */
    void manufacture() throws IOException {
        Factory factory = new Factory(data(), OptionalLong.of(64 * 1024));
        Files.createDirectories(data());
        factory.provision(keysDirectory(), Optional.empty());
        factory.flash(release("first", image(1), "1.0.0", 1));
    }

    /** What {@code moult device} said and how it ended. */
    record Said(int status, String out, String err) {}

    Said device(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--data", data().toString()));
        all.addAll(List.of(arguments));
        CommandLine command = new CommandLine(new DeviceCommand());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            line.getErr().println(exception.getMessage());
            return 1;
        });
        int status = command.execute(all.toArray(String[]::new));
        return new Said(status, out.toString(), err.toString());
    }
}
