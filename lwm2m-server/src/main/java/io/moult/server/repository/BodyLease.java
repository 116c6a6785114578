package io.moult.server.repository;

import io.moult.transfer.BodySource;

/** The right to read a shared open file, until it is given back. */
public interface BodyLease extends AutoCloseable {
    BodySource body();

    @Override
    void close();
}
