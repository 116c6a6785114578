package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.updateobject.UpdateResult;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad circumstances for the processes that run until they are stopped: a port or a directory that is taken, a wrong key,
 * a full disk. One clear sentence, the right exit status, and nothing stored is lost.
 */
class BadCircumstancesTest {
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("circumstances");

    @TempDir
    Path directory = Path.of(".");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void server_portForDevicesInUse_endsWithOneSentenceThatNamesIt() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String port = Integer.toString(taken.getLocalPort());

            MoultProcess.Outcome outcome = serverWith(port);

            assertOneSentence(outcome, port);
        }
    }

    @Test
    void server_secondOneOnTheSameData_endsAndTheFirstServesOn() {
        ServerProcess first = opened(ServerProcess.start(directory, 0));
        first.operator().admits(ACCOUNT);
        String release = first.operator().addRawRelease("kept", Images.ofSize(3_000));

        MoultProcess.Outcome outcome = serverWith("0");

        assertOneSentence(outcome, data());
        ScriptedDevice device = opened(new ScriptedDevice(ACCOUNT, first.coaps(), new PlainObjects(Habit.ordinary())));
        device.register();
        first.operator().awaitState(first.operator().push(ACCOUNT.endpoint(), release), "succeeded");
    }

    @Test
    void device_wrongKey_saysSoAndIsNotRegistered() {
        ServerProcess server = opened(ServerProcess.start(directory, 0));
        server.operator().admits(ACCOUNT);
        makeDevice();

        MoultProcess device = opened(device(server, "00112233445566778899aabbccddeeff"));

        Await.until("a word about the key", () -> device.output().contains("key"), device::output);
        assertThat(device.output()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(server.operator()
                        .device(ACCOUNT.endpoint())
                        .path("registered")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void device_secondOneOnTheSameData_endsAndTheFirstRunsOn() {
        ServerProcess server = opened(ServerProcess.start(directory, 0));
        server.operator().admits(ACCOUNT);
        makeDevice();
        MoultProcess first = opened(device(server, ACCOUNT.key().hex()));
        awaitRegistered(server, first);

        MoultProcess.Outcome outcome = device(server, ACCOUNT.key().hex()).awaitEnd();

        assertOneSentence(outcome, "device");
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void update_imageIsLargerThanTheSlot_isRefusedBeforeABlockOfItIsTaken() throws Exception {
        ServerProcess server = opened(ServerProcess.start(directory, 0));
        server.operator().admits(ACCOUNT);
        makeDevice();
        MoultProcess device = opened(device(server, ACCOUNT.key().hex()));
        awaitRegistered(server, device);
        Path large = directory.resolve("large");
        Files.write(large, Images.ofSize(100_000).toArray());
        Cli.ok(release(large, "2", "large.suit"));
        String release = server.operator().addEnvelope(Bytes.wrap(Files.readAllBytes(directory.resolve("large.suit"))));

        JsonNode update = server.operator().awaitState(server.operator().push(ACCOUNT.endpoint(), release), "refused");

        assertThat(update.path("reason").asText()).contains("slot-too-small").contains("100000");
        assertThat(update.path("result").asInt()).isEqualTo(UpdateResult.NOT_ENOUGH_FLASH.code());
        assertThat(update.path("offset").asInt()).isLessThan(10_000);
        assertThat(server.operator().device(ACCOUNT.endpoint()).path("version").asText())
                .isEqualTo("1.0.0");
    }

    @Test
    void upload_diskIsFull_isRefusedAndWhatWasStoredStays() throws Exception {
        Path disk = smallDisk();
        ServerProcess server = opened(ServerProcess.start(disk, 0));
        Operator operator = server.operator();
        String kept = operator.addRawRelease("kept", Images.ofSize(3_000));

        Operator.Answer full = operator.call(
                "POST",
                "releases?kind=raw&name=full",
                "application/octet-stream",
                BodyPublishers.ofByteArray(Images.ofSize(8 << 20).toArray()));

        assertThat(full.status()).isIn(507, 500, 503);
        assertThat(full.body().path("title").asText()
                        + full.body().path("detail").asText())
                .isNotBlank()
                .doesNotContain("Exception");
        assertThat(operator.get("releases/" + kept).status()).isEqualTo(200);
        operator.admits(ACCOUNT);
        ScriptedDevice device = opened(new ScriptedDevice(ACCOUNT, server.coaps(), new PlainObjects(Habit.ordinary())));
        device.register();
        operator.awaitState(operator.push(ACCOUNT.endpoint(), kept), "succeeded");
    }

    @Test
    void upload_foreignOrTruncatedEnvelope_isRefusedAndNothingIsStored() throws Exception {
        Operator operator = opened(ServerProcess.start(directory, 0)).operator();
        makeDevice();
        byte[] good = Files.readAllBytes(directory.resolve("good.suit"));
        int before = operator.get("releases").body().size();

        for (Bytes bad : List.of(
                Bytes.EMPTY,
                Images.ofSize(5_000),
                Bytes.copyOf(good, 0, 100),
                Bytes.copyOf(good, 0, good.length - 50))) {
            Operator.Answer answer = operator.call(
                    "POST", "releases", "application/octet-stream", BodyPublishers.ofByteArray(bad.toArray()));

            assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
            assertThat(answer.body().path("detail").asText()).isNotBlank().doesNotContain("Exception");
        }
        assertThat(operator.get("releases").body()).hasSize(before);
    }

    private MoultProcess.Outcome serverWith(String coapsPort) {
        return MoultProcess.run(
                directory, "server", "--data", data(), "--coaps", coapsPort, "--firmware-coaps", "0", "--http", "0");
    }

    private String data() {
        return directory.resolve("server").toString();
    }

    /** A file system of 4 MiB; the test is skipped where none may be mounted. */
    private Path smallDisk() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(directory.resolve("small-disk"));
        boolean mounted = sh("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "a small file system cannot be mounted here: that needs root");
        opened(() -> sh("umount", "-l", disk.toString()));
        return disk;
    }

    private static int sh(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private void makeDevice() {
        String keys = directory.resolve("KEYS").toString();
        Path image = directory.resolve("image");
        try {
            Files.write(image, Images.ofSize(5_000).toArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Cli.ok("keys", "init", "--domain", "example.com", "--model", "circumstances", "--out", keys);
        Cli.ok(release(image, "1", "good.suit"));
    }

    private String[] release(Path image, String number, String out) {
        return new String[] {
            "release",
            "--keys",
            directory.resolve("KEYS").toString(),
            "--image",
            image.toString(),
            "--version",
            number + ".0.0",
            "--sequence",
            number,
            "--out",
            directory.resolve(out).toString()
        };
    }

    private MoultProcess device(ServerProcess server, String keyHex) {
        Path data = directory.resolve("device");
        List<String> words = new ArrayList<>(List.of(
                "device",
                "--data",
                data.toString(),
                "--endpoint",
                ACCOUNT.endpoint(),
                "--server",
                "coaps://127.0.0.1:" + server.coaps().getPort(),
                "--identity",
                ACCOUNT.identity(),
                "--key",
                keyHex));
        if (!Files.exists(data.resolve("flash.bin"))) {
            words.addAll(List.of(
                    "--provision",
                    directory.resolve("KEYS").toString(),
                    "--first-image",
                    directory.resolve("good.suit").toString(),
                    "--slot-size",
                    "65536"));
        }
        return MoultProcess.start(directory, words.toArray(String[]::new));
    }

    private static void awaitRegistered(ServerProcess server, MoultProcess device) {
        Await.until(
                "the device to register",
                () -> server.operator()
                        .device(ACCOUNT.endpoint())
                        .path("registered")
                        .asBoolean(),
                device::output);
    }

    private static void assertOneSentence(MoultProcess.Outcome outcome, String names) {
        assertThat(outcome.exitStatus()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.lines()).as(outcome.toString()).hasSize(1);
        assertThat(outcome.output()).contains(names).doesNotContain("Exception").doesNotContain("\tat ");
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }
}
