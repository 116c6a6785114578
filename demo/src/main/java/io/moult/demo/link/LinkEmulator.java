package io.moult.demo.link;

import io.moult.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A UDP link on loopback: devices send to {@link #address()}, the server sees each device at a port of the link's. One
 * thread owns sockets, clock and chance; the other methods hand it a task. Datagrams of one direction keep their order.
 */
public final class LinkEmulator implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    /** One device's path: its own address, and the socket by which the server sees it. */
    private static final class Path {
        final SocketAddress device;
        DatagramChannel upstream;

        Path(SocketAddress device, DatagramChannel upstream) {
            this.device = device;
            this.upstream = upstream;
        }
    }

    private record Flight(long dueNanos, long order, Bytes octets, Path path, boolean toServer)
            implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final LongSupplier nanoTime;
    private final Selector selector;
    private final DatagramChannel downstream;
    private final InetSocketAddress address;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Map<SocketAddress, Path> paths = new HashMap<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private Random chance;
    private LinkSettings settings;
    private long order;
    private boolean cut;
    private volatile @Nullable InetSocketAddress server;
    private volatile LinkCounts counts = LinkCounts.NONE;
    private volatile boolean closed;

    private LinkEmulator(LinkSettings settings, LongSupplier nanoTime) throws IOException {
        this.settings = settings;
        this.chance = new Random(settings.seed());
        this.nanoTime = nanoTime;
        this.selector = Selector.open();
        this.downstream = open();
        this.address = (InetSocketAddress) downstream.getLocalAddress();
        downstream.register(selector, SelectionKey.OP_READ);
        this.thread = new Thread(this::run, "link-" + address.getPort());
        thread.setDaemon(true);
    }

    /** Opens a link at a free port of loopback; it goes nowhere until it has a server. */
    public static LinkEmulator open(LinkSettings settings, LongSupplier nanoTime) throws IOException {
        LinkEmulator link = new LinkEmulator(settings, nanoTime);
        link.thread.start();
        return link;
    }

    /** Where devices send to. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where the link leads, from now on. */
    public void leadTo(InetSocketAddress newServer) {
        server = newServer;
    }

    /** How the link behaves, from the next datagram on. */
    public void behave(LinkSettings newSettings) {
        submit(() -> {
            settings = newSettings;
            chance = new Random(newSettings.seed());
        });
    }

    /** While cut, every datagram is lost. */
    public void cut(boolean newCut) {
        submit(() -> cut = newCut);
    }

    /** Gives each device another address as the server sees it, as a NAT does that has forgotten them. */
    public void rebind() {
        submit(() -> {
            for (Path path : paths.values()) {
                try {
                    path.upstream.close();
                    path.upstream = register(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /** What has passed so far. */
    public LinkCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(millisToNextFlight());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    if (key.isValid() && key.isReadable()) {
                        read((DatagramChannel) key.channel(), (Path) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
                deliverDue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeAll();
        }
    }

    private long millisToNextFlight() {
        Flight next = flights.peek();
        if (next == null) {
            return 0; // for ever, until something comes
        }
        return Math.max(1, (next.dueNanos() - nanoTime.getAsLong() + 999_999) / 1_000_000);
    }

    private void read(DatagramChannel channel, @Nullable Path upstreamPath) throws IOException {
        while (channel.isOpen()) {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            if (from == null) {
                return;
            }
            buffer.flip();
            byte[] octets = new byte[buffer.remaining()];
            buffer.get(octets);
            boolean toServer = upstreamPath == null;
            Path path = upstreamPath == null ? pathOf(from) : upstreamPath;
            if (cut || chance.nextInt(1000) < settings.lossPermille()) {
                counts = counts.plusLost();
            } else {
                long due = nanoTime.getAsLong() + settings.delayMillis() * 1_000_000L;
                flights.add(new Flight(due, order++, Bytes.wrap(octets), path, toServer));
            }
        }
    }

    private void deliverDue() throws IOException {
        long now = nanoTime.getAsLong();
        for (Flight flight = flights.peek(); flight != null && flight.dueNanos() <= now; flight = flights.peek()) {
            flights.remove();
            ByteBuffer datagram = flight.octets().asByteBuffer();
            InetSocketAddress target = server;
            if (!flight.toServer()) {
                downstream.send(datagram, flight.path().device);
                counts = counts.plusToDevice();
            } else if (target != null) {
                flight.path().upstream.send(datagram, target);
                counts = counts.plusToServer(
                        flight.octets().isEmpty() ? -1 : flight.octets().at(0));
            }
        }
    }

    private Path pathOf(SocketAddress device) throws IOException {
        Path path = paths.get(device);
        if (path == null) {
            path = new Path(device, open());
            path.upstream.register(selector, SelectionKey.OP_READ, path);
            paths.put(device, path);
        }
        return path;
    }

    private DatagramChannel register(Path path) throws IOException {
        DatagramChannel channel = open();
        channel.register(selector, SelectionKey.OP_READ, path);
        return channel;
    }

    private static DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        return channel;
    }

    private void closeAll() {
        List<Closeable> all = new ArrayList<>();
        paths.values().forEach(path -> all.add(path.upstream));
        all.add(downstream);
        all.add(selector);
        for (Closeable one : all) {
            try {
                one.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a socket of the link does not close", e);
            }
        }
    }
}
