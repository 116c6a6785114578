package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R90 to R93, R113, R114, REQ.SEC.KEY.ROTATION (RFC 9124): who may do what to a device, and how that changes in the field;
 * by the author's tool, our server and a device with its bootloader, over DTLS.
 */
class TrustLifecycleTest {
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("trusting");

    @TempDir
    Path directory = Path.of(".");

    private final List<MoultProcess> devices = new ArrayList<>();
    private ServerUnderTest server;

    @BeforeEach
    void startBoth() throws IOException {
        for (String who : List.of("AUTHOR", "NEWCOMER", "OPERATOR", "PROVISIONER", "SUCCESSOR")) {
            Cli.ok("keys", "init", "--domain", "example.com", "--model", "trusting", "--out", path(who));
        }
        Files.writeString(directory.resolve("policy.yaml"), """
                operators: 1
                authorities:
                  - {key: AUTHOR, roles: [author]}
                  - {key: OPERATOR, roles: [operator]}
                  - {key: PROVISIONER, roles: [provisioning]}
                """);
        server = ServerUnderTest.start(directory.resolve("server"), 0, settings -> settings);
        server.operator().admits(ACCOUNT);
        device(
                "--provision",
                path("AUTHOR"),
                "--policy",
                path("policy.yaml"),
                "--first-image",
                release("AUTHOR", 1, "OPERATOR"));
    }

    @AfterEach
    void stopBoth() {
        devices.forEach(MoultProcess::close);
        server.close();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void device(String... made) {
        List<String> words = new ArrayList<>(List.of(
                "device",
                "--data",
                path("device"),
                "--endpoint",
                ACCOUNT.endpoint(),
                "--server",
                "coaps://127.0.0.1:" + server.coaps().getPort(),
                "--identity",
                ACCOUNT.identity(),
                "--key",
                ACCOUNT.key().hex()));
        words.addAll(List.of(made));
        MoultProcess device = MoultProcess.start(directory, words.toArray(String[]::new));
        devices.add(device);
        Await.until(
                "the device to register",
                () -> server.operator()
                        .device(ACCOUNT.endpoint())
                        .path("registered")
                        .asBoolean(),
                device::output);
    }

    /** A release, signed by its author and then by others. */
    private String release(String author, int number, String... others) throws IOException {
        Path image = Files.write(
                directory.resolve(author + number),
                Images.ofSize(4_000 + number).toArray());
        String file = path(author + number + ".suit");
        Cli.ok(
                "release",
                "--keys",
                path(author),
                "--image",
                image.toString(),
                "--version",
                number + ".0.0",
                "--sequence",
                "" + number,
                "--out",
                file);
        for (String other : others) {
            Cli.ok("manifest", "sign", file, "--key", path(other));
        }
        return file;
    }

    private String change(int number, String signer, String what) throws IOException {
        Files.writeString(directory.resolve("change.yaml"), """
                sequence: %d
                components: [moult/trust]
                shared:
                  - override-parameters:
                      vendor-identifier: {domain: example.com}
                      class-identifier: {domain: example.com, model: trusting}
                  - vendor-identifier
                  - class-identifier
                install:
                  - override-parameters:
                      content:
                        trust: {%s}
                  - write
                """.formatted(number, what));
        String file = path("change" + number + signer + ".suit");
        Cli.ok("manifest", "create", path("change.yaml"), "--out", file);
        Cli.ok("manifest", "sign", file, "--key", path(signer), "--role", "provisioning");
        return file;
    }

    private JsonNode offered(String file, String delivery, String ends) throws IOException {
        Operator operator = server.operator();
        String release = operator.addEnvelope(Bytes.wrap(Files.readAllBytes(Path.of(file))));
        return operator.awaitState(
                operator.order(Map.of("endpoint", ACCOUNT.endpoint(), "release", release, "delivery", delivery)), ends);
    }

    private void refused(String file, String why) throws IOException {
        assertThat(offered(file, "push", "refused").path("reason").asText()).contains(why);
    }

    private JsonNode trust() throws IOException {
        Cli.Outcome state = Cli.run("boot", "state", "--data", path("device"), "--json");
        assertThat(state.exitStatus()).as(state.err()).isZero();
        return new ObjectMapper().readTree(state.out()).path("trust");
    }

    @Test
    void anchors_areAddedLimitedRotatedAndRemoved_inAcceptanceAndAtBoot() throws IOException {
        String byTheNewcomer = release("NEWCOMER", 2, "OPERATOR");
        refused(byTheNewcomer, "policy");
        assertThat(trust().path("sequenceNumber").asText()).isEqualTo("0");

        String added = change(1, "PROVISIONER", "believed: [{key: NEWCOMER, roles: [author]}]");
        JsonNode done = offered(added, "push", "succeeded");
        assertThat(done.path("result").asInt()).isEqualTo(1);
        assertThat(trust().path("sequenceNumber").asText()).isEqualTo("1");
        assertThat(trust().path("authorities")).hasSize(4);
        offered(byTheNewcomer, "push", "succeeded");
        assertThat(server.operator().device(ACCOUNT.endpoint()).path("version").asText())
                .isEqualTo("2.0.0");

        offered(
                change(
                        2,
                        "PROVISIONER",
                        "believed: [{key: NEWCOMER, roles: author, constraints: {highest-sequence: 3}}], forgotten: [AUTHOR]"),
                "uri",
                "succeeded");
        refused(release("AUTHOR", 3, "OPERATOR"), "policy");
        refused(release("NEWCOMER", 4, "OPERATOR"), "policy");

        refused(added, "sequence-too-low");
        refused(change(3, "OPERATOR", "believed: [{key: AUTHOR, roles: [author]}]"), "policy");
        offered(
                change(3, "PROVISIONER", "believed: [{key: SUCCESSOR, roles: provisioning}], forgotten: [PROVISIONER]"),
                "push",
                "succeeded");
        refused(change(4, "PROVISIONER", "believed: [{key: AUTHOR, roles: [author]}]"), "unknown-signer");

        devices.get(0).close();
        device();
        offered(release("NEWCOMER", 3, "OPERATOR"), "push", "succeeded");
        assertThat(trust().path("sequenceNumber").asText()).isEqualTo("3");
        assertThat(Cli.run("boot", "state", "--data", path("device")).out())
                .contains("trust     sequence number 3; authors 1 and operators 1 must sign")
                .contains("author, limited");
    }

    @Test
    void change_thatWouldLeaveTheRunningImageToNobody_isRefusedByTheBootloader_andReported() throws IOException {
        JsonNode update = offered(
                change(1, "PROVISIONER", "believed: [{key: NEWCOMER, roles: author}], forgotten: [AUTHOR]"),
                "push",
                "failed");

        assertThat(update.path("reason").asText()).contains("the running image would not be believed any more");
        assertThat(update.path("result").asInt()).isEqualTo(8);
        assertThat(trust().path("sequenceNumber").asText()).isEqualTo("0");
    }
}
