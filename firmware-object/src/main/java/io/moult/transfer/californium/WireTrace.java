package io.moult.transfer.californium;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.moult.transfer.BodyIdentity;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.elements.EndpointContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every CoAP message that passes an endpoint, retransmissions and all: one JSON object a line, appended to
 * a file, each line with one write of its own so that a killed process loses none. Read it with {@link WireTraceFile}.
 *
 * <p>{@code {"t":ms,"dir":"in|out","peer":"host:port","type":"CON","code":"PUT","mid":7,"token":"0a1b","uri":"5/0/0",
 * "block1":{"num":3,"more":true,"size":1024},"block2":{…},"tag":"…","bytes":1024}}; {@code bytes} counts the payload;
 * what a message does not have is left out.
 *
 * <p>For {@code endpoint.addInterceptor(…)}; thread-safe; may serve several endpoints. A full disk ends the trace, not
 * the traffic.
 */
public final class WireTrace implements MessageInterceptor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WireTrace.class);

    /** Not a channel: an interrupt of any thread that traces would close it. */
    private final FileOutputStream file;

    private final LongSupplier clockMillis;
    private final JsonFactory json = new JsonFactory();
    private boolean over;

    private WireTrace(FileOutputStream file, LongSupplier clockMillis) {
        this.file = file;
        this.clockMillis = clockMillis;
    }

    /** Appends to a file, which is made if it is not there. */
    public static WireTrace appendingTo(Path path, LongSupplier clockMillis) throws IOException {
        return new WireTrace(new FileOutputStream(path.toFile(), true), clockMillis);
    }

    @Override
    public void sendRequest(Request request) {
        write("out", request, request.getDestinationContext(), request.getCode().name(), request);
    }

    @Override
    public void sendResponse(Response response) {
        write("out", response, response.getDestinationContext(), response.getCode().text, null);
    }

    @Override
    public void sendEmptyMessage(EmptyMessage message) {
        write("out", message, message.getDestinationContext(), "0.00", null);
    }

    @Override
    public void receiveRequest(Request request) {
        write("in", request, request.getSourceContext(), request.getCode().name(), request);
    }

    @Override
    public void receiveResponse(Response response) {
        write("in", response, response.getSourceContext(), response.getCode().text, null);
    }

    @Override
    public void receiveEmptyMessage(EmptyMessage message) {
        write("in", message, message.getSourceContext(), "0.00", null);
    }

    @Override
    public synchronized void close() throws IOException {
        over = true;
        file.close();
    }

    private void write(
            String direction, Message message, @Nullable EndpointContext peer, String code, @Nullable Request request) {
        try {
            append(line(direction, message, peer, code, request));
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private synchronized void append(byte[] line) throws IOException {
        if (!over) {
            file.write(line);
        }
    }

    private synchronized void giveUp(IOException e) {
        if (!over) {
            LOG.warn("no more trace of messages: {}", e.getMessage());
        }
        over = true;
    }

    private byte[] line(
            String direction, Message message, @Nullable EndpointContext peer, String code, @Nullable Request request)
            throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try (JsonGenerator out = json.createGenerator(octets)) {
            out.writeStartObject();
            out.writeNumberField("t", clockMillis.getAsLong());
            out.writeStringField("dir", direction);
            if (peer != null) {
                out.writeStringField("peer", text(peer.getPeerAddress()));
            }
            out.writeStringField("type", String.valueOf(message.getType()));
            out.writeStringField("code", code);
            out.writeNumberField("mid", message.getMID());
            if (message.getToken() != null) {
                out.writeStringField("token", message.getToken().getAsString());
            }
            if (request != null) {
                out.writeStringField("uri", request.getOptions().getUriPathString());
            }
            block(out, "block1", message.getOptions().getBlock1());
            block(out, "block2", message.getOptions().getBlock2());
            BodyIdentity identity = identity(message);
            if (!identity.isNone()) {
                out.writeStringField("tag", identity.octets().hex());
            }
            out.writeNumberField("bytes", message.getPayloadSize());
            out.writeEndObject();
        }
        octets.write('\n');
        return octets.toByteArray();
    }

    private static BodyIdentity identity(Message message) {
        try {
            return RequestTag.read(message);
        } catch (IllegalArgumentException foreign) {
            return BodyIdentity.NONE;
        }
    }

    private static void block(
            JsonGenerator out, String name, org.eclipse.californium.core.coap.@Nullable BlockOption block)
            throws IOException {
        if (block != null) {
            out.writeObjectFieldStart(name);
            out.writeNumberField("num", block.getNum());
            out.writeBooleanField("more", block.isM());
            out.writeNumberField("size", block.getSize());
            out.writeEndObject();
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.toString()
                : address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
