package io.moult.demo.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.demo.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkEmulatorTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private DatagramSocket device;
    private DatagramSocket server;
    private LinkEmulator link;

    @BeforeEach
    void open() throws IOException {
        device = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        device.setSoTimeout(5_000);
        server.setSoTimeout(5_000);
        link = LinkEmulator.open(LinkSettings.delayed(0), System::nanoTime);
        link.leadTo((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void close() {
        link.close();
        device.close();
        server.close();
    }

    @Test
    void link_bothWays_carriesDatagramsWhole() throws IOException {
        send(device, link.address(), 23, 1);
        DatagramPacket seen = receive(server);
        send(server, seen.getSocketAddress(), 23, 2);

        assertThat(seen.getData()[1]).isEqualTo((byte) 1);
        assertThat(receive(device).getData()[1]).isEqualTo((byte) 2);
    }

    @Test
    void link_recordsOfDtls_areCountedByTheirType() throws Exception {
        send(device, link.address(), 22, 0);
        send(device, link.address(), 25, 0);
        send(device, link.address(), 25, 0);

        Await.until("three to the server", DEADLINE, () -> link.counts().toServer() == 3);

        assertThat(link.counts().handshakesToServer()).isEqualTo(1);
        assertThat(link.counts().withConnectionIdToServer()).isEqualTo(2);
    }

    @Test
    void link_afterRebinding_showsTheServerAnotherAddressAndStillCarriesAnswers() throws Exception {
        send(device, link.address(), 23, 1);
        SocketAddress before = receive(server).getSocketAddress();

        link.rebind();
        send(device, link.address(), 23, 2);
        DatagramPacket after = receive(server);
        send(server, after.getSocketAddress(), 23, 3);

        assertThat(after.getSocketAddress()).isNotEqualTo(before);
        assertThat(receive(device).getData()[1]).isEqualTo((byte) 3);
    }

    @Test
    void link_whileCut_losesEverythingAndSaysSo() throws Exception {
        link.cut(true);
        send(device, link.address(), 23, 1);
        Await.until("the loss", DEADLINE, () -> link.counts().lost() == 1);

        link.cut(false);
        send(device, link.address(), 23, 2);

        assertThat(receive(server).getData()[1]).isEqualTo((byte) 2);
    }

    @Test
    void link_withLoss_losesTheSameDatagramsForTheSameSeed() throws Exception {
        List<Integer> first = survivors(42);
        List<Integer> again = survivors(42);

        assertThat(first).isEqualTo(again).hasSizeBetween(1, 99);
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> new LinkSettings(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LinkSettings(0, 1001, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Integer> survivors(long seed) throws Exception {
        try (LinkEmulator lossy = LinkEmulator.open(new LinkSettings(0, 500, seed), System::nanoTime)) {
            lossy.leadTo((InetSocketAddress) server.getLocalSocketAddress());
            List<Integer> arrived = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                long before = lossy.counts().lost() + lossy.counts().toServer();
                send(device, lossy.address(), 23, i);
                Await.until(
                        "the fate of one datagram",
                        DEADLINE,
                        () -> lossy.counts().lost() + lossy.counts().toServer() > before);
            }
            server.setSoTimeout(200);
            try {
                while (true) {
                    arrived.add((int) receive(server).getData()[1]);
                }
            } catch (SocketTimeoutException e) {
                return arrived;
            }
        }
    }

    private static void send(DatagramSocket from, SocketAddress to, int type, int content) throws IOException {
        from.send(new DatagramPacket(new byte[] {(byte) type, (byte) content}, 2, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        at.receive(packet);
        return packet;
    }
}
