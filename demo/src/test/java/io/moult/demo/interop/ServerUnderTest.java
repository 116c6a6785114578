package io.moult.demo.interop;

import io.moult.server.MoultServer;
import io.moult.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Our whole server in this process: its own database, real sockets on free ports of the loopback. */
final class ServerUnderTest implements AutoCloseable {
    private final MoultServer server;
    private final Operator operator;

    private ServerUnderTest(MoultServer server) {
        this.server = server;
        this.operator = new Operator(server.ports().http());
    }

    /** Starts a server; port 0 for any free one. */
    static ServerUnderTest start(Path data, int coapsPort, UnaryOperator<ServerSettings.Builder> settings) {
        ServerSettings.Builder builder = ServerSettings.in(data).anyPorts().ports(coapsPort, 0, 0);
        try {
            return new ServerUnderTest(MoultServer.start(settings.apply(builder).build(), Clock.systemUTC()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress coaps() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.ports().coaps());
    }

    InetSocketAddress firmwareCoaps() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.ports().firmwareCoaps());
    }

    Operator operator() {
        return operator;
    }

    @Override
    public void close() {
        server.close();
    }
}
