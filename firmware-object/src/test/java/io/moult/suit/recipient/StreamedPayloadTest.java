package io.moult.suit.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image is never whole in memory. */
class StreamedPayloadTest {
    private static final long PAYLOAD_BYTES = 64L * 1024 * 1024;
    private static final long MOST_GROWTH_BYTES = 1024 * 1024;

    @TempDir
    private Path directory = Path.of("set by JUnit");

    /** In a process that could not hold a third of it; what lives on its heap is looked at every 4 MiB. */
    @Test
    void integratedPayload_of64MiB_leavesTheHeapWhereItBegan() throws IOException, InterruptedException {
        Path said = directory.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx20m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamedPayload.class.getName(),
                        directory.toString(),
                        Long.toString(PAYLOAD_BYTES))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        String output = Files.readString(said);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output.strip()).matches("grew by \\d+");
        assertThat(Long.parseLong(output.strip().replace("grew by ", ""))).isLessThanOrEqualTo(MOST_GROWTH_BYTES);
        assertThat(directory.resolve("second").resolve("main")).hasSize(PAYLOAD_BYTES);
    }
}
