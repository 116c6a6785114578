package io.moult.demo.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A network address translator on loopback: datagrams of one device go to one server from a port of this forwarder's
 * own. {@link #rebind} gives the device another port in mid-flow; what the server still sends to the old one is lost.
 */
final class UdpForwarder implements AutoCloseable {
    private final InetSocketAddress server;
    private final DatagramSocket inside;
    private volatile DatagramSocket outside;
    private volatile SocketAddress device;

    UdpForwarder(InetSocketAddress server) throws IOException {
        this.server = server;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.inside = new DatagramSocket(any);
        this.device = any;
        this.outside = new DatagramSocket(any);
        daemon("forwarder-inside", this::carryOut);
        daemon("forwarder-outside", () -> carryIn(outside));
    }

    /** Where the device sends to. */
    InetSocketAddress address() {
        return (InetSocketAddress) inside.getLocalSocketAddress();
    }

    /** The port that the server sees now. */
    int outsidePort() {
        return outside.getLocalPort();
    }

    /** From now on the device has another port; the old one is closed. */
    void rebind() {
        DatagramSocket old = outside;
        try {
            DatagramSocket fresh = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            outside = fresh;
            daemon("forwarder-outside", () -> carryIn(fresh));
        } catch (IOException e) {
            throw new IllegalStateException("no free port for the forwarder", e);
        }
        old.close();
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }

    private void carryOut() {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        while (!inside.isClosed()) {
            try {
                packet.setLength(65536);
                inside.receive(packet);
                device = packet.getSocketAddress();
                packet.setSocketAddress(server);
                outside.send(packet);
            } catch (IOException e) {
                // closed, or a datagram refused (the server is away): a forwarder drops it
            }
        }
    }

    private void carryIn(DatagramSocket from) {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        while (!from.isClosed()) {
            try {
                packet.setLength(65536);
                from.receive(packet);
                packet.setSocketAddress(device);
                inside.send(packet);
            } catch (IOException e) {
                // closed or refused: drop
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
