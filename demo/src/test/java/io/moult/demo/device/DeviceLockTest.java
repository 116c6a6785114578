package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLockTest {
    @TempDir
    Path directory;

    @Test
    void lock_heldByAnother_isRefusedInOneSentence() throws IOException {
        try (DeviceLock held = DeviceLock.take(directory)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DeviceLock.take(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another device runs on " + directory);
        }
    }

    @Test
    void lock_afterItsHolderLetGo_isTaken() throws IOException {
        DeviceLock.take(directory).close();

        assertThatCode(() -> DeviceLock.take(directory).close()).doesNotThrowAnyException();
    }
}
