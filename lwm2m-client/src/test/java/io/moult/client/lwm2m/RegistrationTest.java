package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.client.support.Await;
import io.moult.client.support.TestDevice;
import io.moult.client.support.TestReleases;
import io.moult.transfer.BlockAnswer;
import io.moult.transfer.CoapCode;
import io.moult.updateobject.UpdateSupportObject;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registration that is kept alive: R146. */
class RegistrationTest {
    private static final Bytes IMAGE = TestReleases.image(100_000, 1);

    @TempDir
    Path directory;

    @Test
    void server_thatComesLate_isFoundByShortRetries() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (RunningDevice device = new RunningDevice(directory, URI.create("coaps://127.0.0.1:" + port))) {
            assertThat(device.client().registered()).isFalse();

            try (TestServer server = new TestServer(port)) {
                server.awaitRegistration();

                Await.until("the device's own knowledge", () -> device.client().registered());
            }
        }
    }

    @Test
    void server_underANameWithoutAnAddress_isToldInOneSentence() throws Exception {
        URI nowhere = URI.create("coaps://no.such.host.invalid:5684");
        try (RunningDevice device = new RunningDevice(directory, nowhere)) {
            Await.until(
                    "the trouble", () -> !device.client().registrationTrouble().isEmpty());

            assertThat(device.client().registrationTrouble())
                    .startsWith("the host no.such.host.invalid cannot be resolved")
                    .endsWith("; trying again");
        }
    }

    @Test
    void server_thatLosesEverythingInMidPush_isRegisteredAtAgainAndGoesOn() throws Exception {
        TestServer first = new TestServer(0);
        int port = first.port();
        try (RunningDevice device = new RunningDevice(directory, first.uri())) {
            first.awaitRegistration();
            Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
            first.push(body, 0, 50);

            first.close();
            try (TestServer second = new TestServer(port)) {
                second.awaitRegistration();

                long resumeAt = (Long) second.read(32800, UpdateSupportObject.RESUME_OFFSET);
                assertThat(resumeAt).isGreaterThan(40 * 1024);
                BlockAnswer last = second.push(body, (int) (resumeAt / 1024), TestDevice.blocks(body));
                if (last.code().equals(CoapCode.REQUEST_ENTITY_INCOMPLETE)) {
                    last = second.push(body, 50, TestDevice.blocks(body));
                }
                assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
                assertThat(device.staging.staged()).isEqualTo(IMAGE);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void server_thatLosesEverythingWhileTheDeviceIsIdle_isRegisteredAtAgain() throws Exception {
        TestServer first = new TestServer(0);
        int port = first.port();
        try (RunningDevice device = new RunningDevice(directory, first.uri())) {
            first.awaitRegistration();
            first.close();

            try (TestServer second = new TestServer(port)) {
                second.awaitRegistration();
                assertThat(second.read(5, 3)).isEqualTo(0L);
                Await.until("the device's own knowledge", () -> device.client().registered());
            }
        } finally {
            first.close();
        }
    }

    @Test
    void server_thatForgetsTheRegistrationOnly_isRegisteredAtAgain() throws Exception {
        try (TestServer server = new TestServer(0);
                RunningDevice device = new RunningDevice(directory, server.uri())) {
            server.awaitRegistration();
            server.forgetDevice();

            device.client().refreshRegistration();

            Await.until("a second registration", () -> server.registrations() == 2);
        }
    }

    @Test
    void device_thatIsIdle_probesByUpdates() throws Exception {
        try (TestServer server = new TestServer(0);
                RunningDevice device = new RunningDevice(directory, server.uri())) {
            server.awaitRegistration();

            Await.until("a probe", () -> server.updates() > 0);

            assertThat(server.registrations()).isEqualTo(1);
            assertThat(device.client().registered()).isTrue();
        }
    }

    @Test
    void port_thatChangesInMidPush_isMadeKnownByAProbeWithoutAHandshake() throws Exception {
        try (TestServer server = new TestServer(0);
                RebindingProxy translator = new RebindingProxy(server.port());
                RunningDevice device =
                        new RunningDevice(directory, URI.create("coaps://127.0.0.1:" + translator.port()))) {
            server.awaitRegistration();
            Bytes body = device.author.embedded("2.0.0", 2, IMAGE);
            server.push(body, 0, 50);
            int portBefore = server.registration().getPort();

            translator.rebind();
            Await.until("the new port", () -> server.registration().getPort() != portBefore);

            BlockAnswer last = server.push(body, 50, TestDevice.blocks(body));
            assertThat(last.code()).isEqualTo(CoapCode.CHANGED);
            assertThat(device.staging.staged()).isEqualTo(IMAGE);
            assertThat(server.registrations()).isEqualTo(1);
        }
    }

    @Test
    void stop_withDeregistration_takesLeave() throws Exception {
        try (TestServer server = new TestServer(0);
                RunningDevice device = new RunningDevice(directory, server.uri())) {
            server.awaitRegistration();

            device.client().stop(true);

            Await.until("gone", () -> server.isForgotten());
        }
    }
}
