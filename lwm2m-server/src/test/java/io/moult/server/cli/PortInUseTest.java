package io.moult.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's own jar, as a process and with its own log settings: a port that is in use is one sentence on the error
 * stream, without a line of a library's log, and exit status 1.
 */
final class PortInUseTest {
    @TempDir
    private Path data;

    private record Ended(int status, String output) {}

    @Test
    void port_inUse_isOneSentenceAndStatusOne() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket datagrams = new DatagramSocket(0, loopback);
                ServerSocket stream = new ServerSocket(0, 1, loopback)) {
            String udp = String.valueOf(datagrams.getLocalPort());
            String tcp = String.valueOf(stream.getLocalPort());

            assertOneSentence(server("--coaps", udp, "--firmware-coaps", "0", "--http", "0"), udp, "--coaps");
            assertOneSentence(server("--coaps", "0", "--firmware-coaps", udp, "--http", "0"), udp, "--firmware-coaps");
            assertOneSentence(server("--coaps", "0", "--firmware-coaps", "0", "--http", tcp), tcp, "--http");
        }
    }

    private static void assertOneSentence(Ended ended, String port, String option) {
        assertThat(ended.status()).as(ended.output()).isOne();
        assertThat(ended.output().lines())
                .singleElement()
                .asString()
                .contains(port, "it is in use")
                .endsWith(option + ".");
    }

    private Ended server(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // as the runnable jar's manifest says
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ServerMain.class.getName(),
                "server",
                "--data",
                data.toString(),
                "--bind",
                "127.0.0.1"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
