package io.moult.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.boot.DeviceFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code boot state}: the outside witness of the story, so its names are checked one by one. */
class StateCommandTest {
    @TempDir
    Path dir;

    private DeviceFixture device;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void make() throws IOException {
        device = new DeviceFixture(dir);
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new BootCommand());
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            line.getErr().println(exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return command.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode json() throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run("state", "--data", device.dir().toString(), "--json"))
                .as("%s", err)
                .isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private String text() {
        out.getBuffer().setLength(0);
        assertThat(run("state", "--data", device.dir().toString())).isZero();
        return out.toString();
    }

    @Test
    void blankDevice_isShownAsSuch() throws IOException {
        device.blank();

        JsonNode state = json();

        assertThat(state.get("provisioned").asBoolean()).isFalse();
        assertThat(state.get("vendorId").isNull()).isTrue();
        assertThat(state.get("running").isNull()).isTrue();
        assertThat(state.get("journal").get("condition").asText()).isEqualTo("blank");
        assertThat(text()).contains("not provisioned").contains("nothing that verifies");
    }

    @Test
    void blankDeviceWithAFirstImage_isShownWithTheNoteThatNobodyVouchesForIt() throws IOException {
        device.blankWithFirstImage();

        JsonNode running = json().get("running");

        assertThat(running.get("verified").asBoolean()).isTrue();
        assertThat(running.get("note").asText()).contains("nobody vouches for it");
        assertThat(text()).contains("nobody vouches for it");
    }

    @Test
    void settledDevice_isShownWithItsImage() throws IOException {
        device.manufactured();

        JsonNode state = json();

        assertThat(state.get("provisioned").asBoolean()).isTrue();
        assertThat(state.get("vendorId").asText()).isEqualTo(device.vendorId());
        assertThat(state.get("classId").asText()).isEqualTo(device.classId());
        assertThat(state.get("securityCounter").asLong()).isZero();
        JsonNode running = state.get("running");
        assertThat(running.get("slot").asText()).isEqualTo("primary");
        assertThat(running.get("version").asText()).isEqualTo("1.0.0");
        assertThat(running.get("sequenceNumber").asLong()).isEqualTo(1);
        assertThat(running.get("imageSha256").asText()).isEqualTo(device.firstImageSha256());
        assertThat(running.get("imageSizeBytes").asLong()).isEqualTo(9000);
        assertThat(running.get("manifestDigest").asText()).hasSize(64);
        assertThat(running.get("verified").asBoolean()).isTrue();
        assertThat(running.get("reason").isNull()).isTrue();
        assertThat(running.get("confirmed").asBoolean()).isTrue();
        assertThat(running.get("attempts").asInt()).isZero();
        assertThat(running.get("note").isNull()).isTrue();
        for (String absent : new String[] {"other", "staged", "swap", "lastFailure"}) {
            assertThat(state.get(absent).isNull()).as(absent).isTrue();
        }
        assertThat(state.get("journal").get("records").asInt()).isPositive();
        assertThat(state.get("journal").get("sector").asInt()).isBetween(0, 1);
        assertThat(text()).contains("version 1.0.0").contains("confirmed").contains(device.firstImageSha256());
    }

    @Test
    void deviceInMidUpdate_isShownStepByStepWhileItRuns() throws IOException {
        device.manufactured();
        device.whileRunning(
                () -> {
                    JsonNode staged = json().get("staged");
                    assertThat(staged.get("version").asText()).isEqualTo("2.0.0");
                    assertThat(staged.get("pending").asBoolean()).isFalse();
                    assertThat(staged.get("verified").asBoolean()).isFalse();
                    assertThat(staged.get("reason").asText()).startsWith("not whole");
                    assertThat(text()).contains("arriving");
                },
                () -> {
                    JsonNode staged = json().get("staged");
                    assertThat(staged.get("pending").asBoolean()).isTrue();
                    assertThat(staged.get("verified").asBoolean()).isTrue();
                    assertThat(text()).contains("to be tried at the next boot");
                });

        device.cutInMidSwap();
        JsonNode swap = json().get("swap");
        assertThat(swap.get("direction").asText()).isEqualTo("install");
        assertThat(swap.get("steps").asInt()).isEqualTo(6);
        assertThat(swap.get("stepsDone").asInt()).isBetween(1, 5);
        assertThat(text()).contains("of 6 steps done");

        device.boot();
        JsonNode trial = json();
        assertThat(trial.get("running").get("version").asText()).isEqualTo("2.0.0");
        assertThat(trial.get("running").get("confirmed").asBoolean()).isFalse();
        assertThat(trial.get("running").get("attempts").asInt()).isEqualTo(1);
        assertThat(trial.get("other").get("version").asText()).isEqualTo("1.0.0");
        assertThat(trial.get("other").get("verified").asBoolean()).isTrue();
        assertThat(text()).contains("on trial, attempt 1").contains("to go back to");

        device.boot();
        JsonNode reverted = json();
        assertThat(reverted.get("running").get("version").asText()).isEqualTo("1.0.0");
        assertThat(reverted.get("lastFailure").asText()).contains("not confirmed");
    }

    @Test
    void rottenImage_isShownWithTheReason() throws IOException {
        device.manufactured();
        device.rotRunningImage();

        JsonNode running = json().get("running");

        assertThat(running.get("verified").asBoolean()).isFalse();
        assertThat(running.get("reason").asText()).startsWith("image-digest");
        assertThat(running.get("imageSha256").asText()).isNotEqualTo(device.firstImageSha256());
        assertThat(text()).contains("does not verify: image-digest");
    }

    @Test
    void badInput_isOneSentenceAndExitOneOrTwo() throws IOException {
        assertThat(run("state", "--data", dir.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no flash at");
        device.manufactured();
        Files.writeString(device.dir().resolve("flash.bin"), "no flash");
        assertThat(run("state", "--data", device.dir().toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not a flash of an emulated device");
        assertThat(run("state")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(run("state", "--help")).isZero();
    }
}
