package io.moult.demo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BehaviourTableTest {
    private static final String DIGEST = "AB".repeat(32);

    @TempDir
    Path directory;

    @Test
    void table_withoutAFile_makesEveryImageHealthy() throws IOException {
        assertThat(BehaviourTable.read(directory).of(Bytes.ofHex(DIGEST))).isEqualTo(Behaviour.HEALTHY);
    }

    @Test
    void table_listedImage_behavesAsListedAndOthersAreHealthy() throws IOException {
        write("{\"" + DIGEST + "\": \"hangs\"}");

        BehaviourTable table = BehaviourTable.read(directory);

        assertThat(table.of(Bytes.ofHex(DIGEST))).isEqualTo(Behaviour.HANGS);
        assertThat(table.of(Bytes.ofHex("00".repeat(32)))).isEqualTo(Behaviour.HEALTHY);
    }

    @Test
    void table_unknownBehaviour_isRefusedWithTheKnownOnes() throws IOException {
        write("{\"" + DIGEST + "\": \"dances\"}");

        assertThatThrownBy(() -> BehaviourTable.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"dances\" is no behaviour")
                .hasMessageContaining("healthy, fails, hangs, crashes");
    }

    @Test
    void table_keyThatIsNoDigest_isRefused() throws IOException {
        write("{\"new.bin\": \"healthy\"}");

        assertThatThrownBy(() -> BehaviourTable.read(directory)).hasMessageContaining("is no SHA-256");
    }

    @Test
    void table_fileThatIsNoJson_isRefusedInOneSentence() throws IOException {
        write("healthy");

        assertThatThrownBy(() -> BehaviourTable.read(directory)).hasMessageContaining("is no JSON object");
    }

    private void write(String json) throws IOException {
        Files.writeString(directory.resolve(BehaviourTable.FILE), json);
    }
}
