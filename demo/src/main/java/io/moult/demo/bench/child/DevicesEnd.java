package io.moult.demo.bench.child;

/** All devices of one run, of either end, in one JVM. Owned by the thread that reads the commands. */
public interface DevicesEnd {

    /** Starts all devices and returns once each has registered with the server on this port of loopback. */
    void connect(int serverPort) throws Exception;

    /** How many devices hold this body's image, whole and with the right digest. */
    int holding(int body) throws Exception;
}
