package io.moult.client.lwm2m;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A network address translator between one device and its server, which can change the port that the server sees. */
final class RebindingProxy implements AutoCloseable {
    private final DatagramSocket inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final AtomicReference<@Nullable SocketAddress> device = new AtomicReference<>();
    private volatile DatagramSocket outside;

    RebindingProxy(int serverPort) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        outside = open();
        run(this::pumpOut);
    }

    int port() {
        return inside.getLocalPort();
    }

    /** The server sees another port from now on; what it sends to the old one is lost. */
    void rebind() throws IOException {
        DatagramSocket before = outside;
        outside = open();
        before.close();
    }

    private DatagramSocket open() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        run(() -> pumpIn(socket));
        return socket;
    }

    private static void run(Runnable pump) {
        Thread thread = new Thread(pump, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void pumpOut() {
        byte[] buffer = new byte[2048];
        while (!inside.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                inside.receive(packet);
                device.set(packet.getSocketAddress());
                outside.send(new DatagramPacket(buffer, packet.getLength(), server));
            } catch (IOException closedOrLost) {
                // as a network does: it is lost
            }
        }
    }

    private void pumpIn(DatagramSocket from) {
        byte[] buffer = new byte[2048];
        while (!from.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                SocketAddress to = device.get();
                if (to != null) {
                    inside.send(new DatagramPacket(buffer, packet.getLength(), to));
                }
            } catch (IOException closedOrLost) {
                // as a network does: it is lost
            }
        }
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
