package io.moult.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** The address that a part of the server listens at. */
final class BindAddress {
    private BindAddress() {}

    /** Refuses, in one sentence, what is no address of this machine. */
    static void require(String host, String option) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("There is no host \"" + host + "\". Choose an address with " + option + ".", e);
        }
        if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
            throw new IOException("This machine has no address " + host + ". Choose another with " + option + ".");
        }
    }
}
