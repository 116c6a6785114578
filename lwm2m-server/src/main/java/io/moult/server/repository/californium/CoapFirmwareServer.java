package io.moult.server.repository.californium;

import io.moult.server.device.CredentialStore;
import io.moult.server.repository.FirmwareRepository;
import io.moult.transfer.BlockSize;
import io.moult.transfer.californium.DtlsSessions;
import io.moult.transfer.californium.TransferConfig;
import io.moult.transfer.californium.WireTrace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.jspecify.annotations.Nullable;

/** Serves images and releases over coaps, to whoever has a credential, and over coap if that is wanted (R41, R45). */
public final class CoapFirmwareServer implements AutoCloseable {
    private static final int CONNECTION_ID_BYTES = 6;
    private final CoapServer server;
    private final CoapEndpoint secure;
    private final Optional<CoapEndpoint> plain;
    private final @Nullable WireTrace trace;

    /**
     * Where to listen.
     *
     * @param coapsPort 0 for any free one
     * @param coapPort the unprotected endpoint; none if empty
     */
    public record Binding(String host, int coapsPort, OptionalInt coapPort, Optional<Path> traceFile) {
        public Binding {
            Objects.requireNonNull(host);
            Objects.requireNonNull(coapPort);
            Objects.requireNonNull(traceFile);
        }
    }

    private CoapFirmwareServer(
            CoapServer server, CoapEndpoint secure, Optional<CoapEndpoint> plain, @Nullable WireTrace trace) {
        this.server = server;
        this.secure = secure;
        this.plain = plain;
        this.trace = trace;
    }

    /** Binds and serves; IOException with one sentence when it cannot. */
    public static CoapFirmwareServer start(Binding binding, FirmwareRepository repository, CredentialStore credentials)
            throws IOException {
        Configuration config = TransferConfig.apply(new Configuration(
                SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS));
        config.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
        config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
        DtlsConnectorConfig dtls = DtlsConnectorConfig.builder(config)
                .setAddress(new InetSocketAddress(binding.host(), binding.coapsPort()))
                .setAdvancedPskStore(new CredentialPskStore(credentials))
                .build();
        CoapEndpoint secure = CoapEndpoint.builder()
                .setConfiguration(config)
                .setConnector(new DTLSConnector(dtls))
                .build();
        Optional<CoapEndpoint> plain = binding.coapPort().isEmpty()
                ? Optional.empty()
                : Optional.of(CoapEndpoint.builder()
                        .setConfiguration(config)
                        .setInetSocketAddress(new InetSocketAddress(
                                binding.host(), binding.coapPort().getAsInt()))
                        .build());
        WireTrace trace = binding.traceFile().isPresent()
                ? WireTrace.appendingTo(binding.traceFile().get(), System::currentTimeMillis)
                : null;
        CoapServer server = new CoapServer(config);
        server.add(new StoredFiles("images", repository::openImage, BlockSize.LARGEST));
        server.add(new StoredFiles("releases", repository::openRelease, BlockSize.LARGEST));
        CoapFirmwareServer started = new CoapFirmwareServer(server, secure, plain, trace);
        started.add(secure);
        plain.ifPresent(started::add);
        try {
            server.start();
        } catch (IllegalStateException none) {
            // said below, by name
        }
        started.check(secure, "CoAPS", binding.coapsPort(), "--firmware-coaps");
        if (plain.isPresent()) {
            started.check(plain.get(), "CoAP", binding.coapPort().orElse(0), "--firmware-coap");
        }
        return started;
    }

    private void add(CoapEndpoint endpoint) {
        if (trace != null) {
            endpoint.addInterceptor(trace);
        }
        server.addEndpoint(endpoint);
    }

    private void check(CoapEndpoint endpoint, String protocol, int port, String option) throws IOException {
        if (!endpoint.isStarted()) {
            close();
            throw new IOException(protocol + " port " + port
                    + " of the firmware server cannot be bound: it is in use, or not ours to bind. Choose another with "
                    + option + ".");
        }
    }

    public int coapsPort() {
        return secure.getAddress().getPort();
    }

    public OptionalInt coapPort() {
        return plain.isPresent() ? OptionalInt.of(plain.get().getAddress().getPort()) : OptionalInt.empty();
    }

    /** Ends what was begun with a key that is no longer believed. */
    public void endSessions(String pskIdentity) {
        DtlsSessions.end((DTLSConnector) secure.getConnector(), pskIdentity);
    }

    @Override
    public void close() {
        server.destroy();
        if (trace != null) {
            try {
                trace.close();
            } catch (IOException e) {
                // nothing is lost: each line was written when it happened
            }
        }
    }
}
