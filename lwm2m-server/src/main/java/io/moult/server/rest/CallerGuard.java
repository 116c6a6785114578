package io.moult.server.rest;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Keeps web pages of others from speaking through a browser that runs on the operator's machine. As long as the API has
 * no authentication, that it is bound to loopback is all that protects it, and a browser is behind that line.
 */
final class CallerGuard {
    private final boolean loopback;

    /** A guard of an API that listens on this host. */
    CallerGuard(String bindHost) {
        this.loopback = isLoopback(bindHost);
    }

    /**
     * Lets a request pass, or says why not.
     *
     * @param host the Host header; a name that leads to loopback by a trick of the name service is not loopback
     * @param origin the Origin header, which browsers send with what a page asks for
     */
    Optional<Problem> objection(Optional<String> host, Optional<String> origin) {
        String name = host.map(CallerGuard::hostOf).orElse("");
        if (loopback && !name.isEmpty() && !isLoopback(name)) {
            return Optional.of(new Problem(
                    403, "foreign-host", "This API is for this machine alone, and is not called " + name + " here."));
        }
        boolean foreign = origin.isPresent() && !authorityOf(origin.get()).equals(host);
        return foreign
                ? Optional.of(
                        new Problem(403, "foreign-origin", "Pages of " + origin.get() + " may not call this API."))
                : Optional.empty();
    }

    private static String hostOf(String authority) {
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        return hasPort ? authority.substring(0, port) : authority;
    }

    private static Optional<String> authorityOf(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }

    /** Of a literal address or {@code localhost}; no name is looked up. */
    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
