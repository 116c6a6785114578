package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.client.resume.ProgressJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a networked device keeps beside its flash. */
class NetworkedApplicationTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void progress_isKeptAsSafelyAsTheFlash(boolean fsync) throws IOException {
        DeviceSettings settings =
                new DeviceSettings(data, Optional.empty(), Duration.ofSeconds(3), Optional.empty(), fsync);

        try (ProgressJournal progress = NetworkedApplication.progress(settings)) {
            assertThat(progress.fsync()).isEqualTo(fsync);
        }
    }
}
