package io.moult.server;

import io.moult.server.tracker.Deadlines;
import io.moult.updateobject.UpdateSupportObject;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that can be set of a server. Ports are 0 for any free one.
 *
 * @param dataDirectory the database and the files; one server at a time
 * @param host the address that CoAPS listens at
 * @param firmwareCoapPort the unprotected endpoint of the firmware server; none if empty
 * @param httpHost the address of the REST API: the loopback, as long as it has no authentication
 * @param credentialsFile read at the start, into the database
 * @param traceFile one line for each CoAP message
 * @param advertisedHost what devices are told to fetch from; the address that faces the device if empty
 * @param mostTransfers pushes at the same time
 * @param mostUploadBytes the largest release or image that is taken
 * @param awakeMillis how long a queue-mode device stays awake after it was heard of
 */
public record ServerSettings(
        Path dataDirectory,
        String host,
        int coapsPort,
        int firmwareCoapsPort,
        OptionalInt firmwareCoapPort,
        String httpHost,
        int httpPort,
        Optional<Path> credentialsFile,
        Optional<Path> traceFile,
        Optional<String> advertisedHost,
        int mostTransfers,
        int blockSizeBytes,
        int privateObjectId,
        long mostUploadBytes,
        int awakeMillis,
        Deadlines deadlines) {
    public ServerSettings {
        Objects.requireNonNull(dataDirectory);
        Objects.requireNonNull(host);
        Objects.requireNonNull(firmwareCoapPort);
        Objects.requireNonNull(httpHost);
        Objects.requireNonNull(credentialsFile);
        Objects.requireNonNull(traceFile);
        Objects.requireNonNull(advertisedHost);
        Objects.requireNonNull(deadlines);
        if (mostTransfers < 1) {
            throw new IllegalArgumentException("at least one transfer at a time");
        }
    }

    /** The defaults: the standard ports, all addresses for CoAPS, the loopback for HTTP. */
    public static Builder in(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /** The settings step by step. */
    public static final class Builder {
        private final Path dataDirectory;
        private String host = "0.0.0.0";
        private int coapsPort = 5684;
        private int firmwareCoapsPort = 5694;
        private OptionalInt firmwareCoapPort = OptionalInt.empty();
        private String httpHost = "127.0.0.1";
        private int httpPort = 8080;
        private Optional<Path> credentialsFile = Optional.empty();
        private Optional<Path> traceFile = Optional.empty();
        private Optional<String> advertisedHost = Optional.empty();
        private int mostTransfers = 250;
        private int blockSizeBytes = 1024;
        private int privateObjectId = UpdateSupportObject.DEFAULT_OBJECT_ID;
        private long mostUploadBytes = 512L << 20;
        private int awakeMillis = 93_000;
        private Deadlines deadlines = Deadlines.DEFAULT;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        /** Any free ports, on the loopback: for tests and benchmarks. */
        public Builder anyPorts() {
            return host("127.0.0.1").ports(0, 0, 0);
        }

        public Builder ports(int coaps, int firmwareCoaps, int http) {
            coapsPort = coaps;
            firmwareCoapsPort = firmwareCoaps;
            httpPort = http;
            return this;
        }

        public Builder firmwareCoapPort(int value) {
            firmwareCoapPort = OptionalInt.of(value);
            return this;
        }

        public Builder httpHost(String value) {
            httpHost = value;
            return this;
        }

        public Builder credentialsFile(Path value) {
            credentialsFile = Optional.of(value);
            return this;
        }

        public Builder traceFile(Path value) {
            traceFile = Optional.of(value);
            return this;
        }

        public Builder advertisedHost(String value) {
            advertisedHost = Optional.of(value);
            return this;
        }

        public Builder mostTransfers(int value) {
            mostTransfers = value;
            return this;
        }

        public Builder blockSizeBytes(int value) {
            blockSizeBytes = value;
            return this;
        }

        public Builder privateObjectId(int value) {
            privateObjectId = value;
            return this;
        }

        public Builder mostUploadBytes(long value) {
            mostUploadBytes = value;
            return this;
        }

        public Builder awakeMillis(int value) {
            awakeMillis = value;
            return this;
        }

        public Builder deadlines(Deadlines value) {
            deadlines = value;
            return this;
        }

        public ServerSettings build() {
            return new ServerSettings(
                    dataDirectory,
                    host,
                    coapsPort,
                    firmwareCoapsPort,
                    firmwareCoapPort,
                    httpHost,
                    httpPort,
                    credentialsFile,
                    traceFile,
                    advertisedHost,
                    mostTransfers,
                    blockSizeBytes,
                    privateObjectId,
                    mostUploadBytes,
                    awakeMillis,
                    deadlines);
        }
    }
}
