package io.moult.client.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.client.support.Await;
import io.moult.updateobject.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without DTLS anybody can send to the device; only the server it registered at is listened to. */
class StrangerTest {
    private static final Configuration CONFIGURATION =
            new Configuration(SystemConfig.DEFINITIONS, CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS);

    @TempDir
    Path directory;

    /** Accepts every registration, and remembers where it came from. */
    private static final class Registrar extends CoapResource {
        private final AtomicReference<InetSocketAddress> device = new AtomicReference<>();

        Registrar() {
            super("rd");
        }

        @Override
        public void handlePOST(CoapExchange exchange) {
            device.set(exchange.advanced().getRequest().getSourceContext().getPeerAddress());
            exchange.setLocationPath("rd/1");
            exchange.respond(ResponseCode.CREATED);
        }
    }

    private static CoapEndpoint endpoint() {
        return CoapEndpoint.builder()
                .setConfiguration(CONFIGURATION)
                .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .build();
    }

    private static Request block(InetSocketAddress to) {
        Request request = Request.newPut();
        request.setURI("coap://127.0.0.1:" + to.getPort() + "/5/0/0");
        request.getOptions().setContentFormat(42).setBlock1(2, true, 0);
        request.setPayload(new byte[64]);
        return request;
    }

    @Test
    void block_fromAStranger_isUnauthorised() throws Exception {
        CoapServer server = new CoapServer(CONFIGURATION);
        Registrar registrar = new Registrar();
        CoapEndpoint known = endpoint();
        server.addEndpoint(known);
        server.add(registrar);
        server.start();
        CoapEndpoint stranger = endpoint();
        stranger.start();
        URI address = URI.create("coap://127.0.0.1:" + known.getAddress().getPort());
        try (RunningDevice device = new RunningDevice(directory, address)) {
            Await.until("registered", () -> device.client().registered());

            Request strange = block(Objects.requireNonNull(registrar.device.get()));
            stranger.sendRequest(strange);
            Response refused = strange.waitForResponse(10_000);

            assertThat(refused.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
            assertThat(device.client().view().state()).isEqualTo(State.IDLE);
            assertThat(device.client().view().lastRefusal()).isEmpty();
        } finally {
            stranger.destroy();
            server.destroy();
        }
    }
}
