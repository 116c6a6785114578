package io.moult.demo.scenario;

import io.moult.demo.link.LinkEmulator;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * All that the story plays with: directories, processes, the two links (to the server and to the firmware server), keys
 * and releases. Owned by the story's thread.
 */
final class Stage implements Closeable {
    private final Path directory;
    private final Narrator narrator;
    private final Waiting waiting;
    private final Children children;
    private final ServerProcess server;
    private final LinkEmulator link;
    private final LinkEmulator firmwareLink;
    private final Author author;
    private final Images images;
    private final Map<String, DeviceProcess> devices = new LinkedHashMap<>();
    private final Random keys = new Random(20_26);
    private @Nullable Operator operator;

    /**
     * Where it all happens.
     *
     * @param afterInterruption what is left to do when the story is interrupted
     */
    record Place(Path directory, Runnable afterInterruption) {}

    /** The two links that devices talk through. */
    record Links(LinkEmulator toServer, LinkEmulator toFirmwareServer) {}

    Stage(Place place, Narrator narrator, Waiting waiting, Links links, Images images) throws IOException {
        this.directory = place.directory();
        this.narrator = narrator;
        this.waiting = waiting;
        this.link = links.toServer();
        this.firmwareLink = links.toFirmwareServer();
        this.images = images;
        this.children = new Children(directory.resolve("logs"), place.afterInterruption());
        waiting.unless(children::unwantedEnd);
        this.server = new ServerProcess(children, waiting, directory);
        this.author = new Author(Files.createDirectories(directory.resolve("author")));
    }

    /** Starts the server, or starts it again, and leads the links to it. */
    void startServer() throws Exception {
        server.start();
        link.leadTo(server.coaps());
        firmwareLink.leadTo(server.firmwareCoaps());
        operator = new Operator(new Rest(server.ports().http()), waiting);
    }

    /** A new device, not yet manufactured; its key is known to it and to the server. */
    DeviceProcess newDevice(String endpoint) throws Exception {
        byte[] key = new byte[16];
        keys.nextBytes(key);
        String address = "coaps://127.0.0.1:" + link.address().getPort();
        DeviceProcess device = new DeviceProcess(
                children,
                endpoint,
                new DeviceProcess.Place(directory, address, HexFormat.of().formatHex(key), images.slotBytes()));
        devices.put(endpoint, device);
        operator().admit(device);
        return device;
    }

    DeviceProcess device(String endpoint) {
        DeviceProcess device = devices.get(endpoint);
        if (device == null) {
            throw new IllegalStateException("there is no device " + endpoint);
        }
        return device;
    }

    Operator operator() {
        if (operator == null) {
            throw new IllegalStateException("the server was never started");
        }
        return operator;
    }

    /** Where devices fetch an image from, through the link. */
    String imageUri(String name) {
        return "coaps://127.0.0.1:" + firmwareLink.address().getPort() + "/images/" + name;
    }

    Path directory() {
        return directory;
    }

    Narrator narrator() {
        return narrator;
    }

    Waiting waiting() {
        return waiting;
    }

    Children children() {
        return children;
    }

    ServerProcess server() {
        return server;
    }

    LinkEmulator link() {
        return link;
    }

    LinkEmulator firmwareLink() {
        return firmwareLink;
    }

    Author author() {
        return author;
    }

    Images images() {
        return images;
    }

    @Override
    public void close() {
        children.close();
        link.close();
        firmwareLink.close();
    }
}
