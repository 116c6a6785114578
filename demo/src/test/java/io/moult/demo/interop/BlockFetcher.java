package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Fetches single blocks by Block2, each by a request of its own, over one DTLS association. */
final class BlockFetcher implements AutoCloseable {
    private final DtlsLine line;
    private final Map<Bytes, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(1);

    BlockFetcher(DeviceAccount account, InetSocketAddress server) throws IOException {
        line = new DtlsLine(account.identity(), account.key(), server, this::received);
    }

    /** One GET with Block2 (number, size); retransmitted until answered. */
    Response get(String path, int number, int sizeBytes) {
        int id = numbers.incrementAndGet();
        Bytes token = Bytes.wrap(ByteBuffer.allocate(4).putInt(id).array());
        Request request = new Request(CoAP.Code.GET);
        request.setMID(id);
        request.setToken(token.toArray());
        request.getOptions().setUriPath(path).setBlock2(BlockOption.size2Szx(sizeBytes), false, number);
        CompletableFuture<Response> answer = new CompletableFuture<>();
        waiting.put(token, answer);
        for (int attempt = 0; attempt < 5; attempt++) {
            line.send(request);
            try {
                return answer.get(2, TimeUnit.SECONDS);
            } catch (TimeoutException again) {
                // retransmit
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("no answer to GET " + path + " block " + number);
    }

    @Override
    public void close() {
        line.close();
    }

    private void received(Message message) {
        if (message instanceof Response response) {
            CompletableFuture<Response> answer = waiting.remove(Bytes.copyOf(response.getTokenBytes()));
            if (answer != null) {
                answer.complete(response);
            }
        }
    }
}
