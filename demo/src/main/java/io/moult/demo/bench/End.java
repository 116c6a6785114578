package io.moult.demo.bench;

import java.util.Locale;

/** One of the two implementations that a benchmark compares: each plays the server and the devices. */
public enum End {
    /** Leshan as it is published, which keeps the whole body in memory at both ends. */
    STOCK(
            "stock Leshan",
            "LeshanServer.send(WriteRequest 5/0/0, opaque) to stock LeshanClients that keep the image in RAM"
                    + " and check its SHA-256 when it is whole"),
    /** Moult as it is delivered, from the operator's server to the device's flash. */
    MOULT(
            "Moult",
            "the server's pusher sends a signed envelope from a file; the client checks the manifest, writes the"
                    + " image into the flash file with durable progress, and checks its SHA-256; until State 2");

    private final String title;
    private final String work;

    End(String title, String work) {
        this.title = title;
        this.work = work;
    }

    /** Its name in tables. */
    public String title() {
        return title;
    }

    /** What is done between the two instants that are timed. */
    public String work() {
        return work;
    }

    /** Its name in JSON and on a child's command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The end with this {@link #key()}. */
    public static End ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
