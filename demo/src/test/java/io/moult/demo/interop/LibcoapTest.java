package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** libcoap's own client, over its own DTLS (OpenSSL), fetches from our firmware server. */
class LibcoapTest extends AgainstOurServer {
    private static final String CLIENT = "coap-client-openssl";
    private static final Bytes IMAGE = Images.ofSize(100_001);

    @Test
    void libcoapClient_fetchesAnImageOverCoaps_octetsAreTheSame() throws Exception {
        Path client = client();
        DeviceAccount account = DeviceAccount.of("libcoap");
        operator().admits(account);
        operator().putImage("libcoap.bin", IMAGE);
        Path out = directory.resolve("fetched.bin");

        Outcome outcome = run(List.of(
                client.toString(),
                "-B",
                "20",
                "-u",
                account.identity(),
                "-k",
                new String(account.key().toArray(), java.nio.charset.StandardCharsets.UTF_8),
                "-o",
                out.toString(),
                "coaps://127.0.0.1:" + server().firmwareCoaps().getPort() + "/images/libcoap.bin"));

        assertThat(outcome.exitStatus()).as(outcome.output()).isZero();
        assertThat(Bytes.wrap(Files.readAllBytes(out))).isEqualTo(IMAGE);
    }

    private record Outcome(int exitStatus, String output) {}

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("libcoap.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("libcoap's client did not end: " + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log));
    }

    /** The installed client; skipped without one, and a failure under CI=true. */
    private static Path client() {
        String why = CLIENT + " is not installed: apt-get install libcoap3-bin";
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, CLIENT))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> "true".equals(System.getenv("CI")) ? fail(why) : abort(why));
    }
}
