package io.moult.transfer.californium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.SendBlock;
import io.moult.transfer.californium.WireTraceFile.Direction;
import io.moult.transfer.californium.WireTraceFile.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireTraceTest {
    private static final BlockOption BLOCK = new BlockOption(3, true, BlockSize.LARGEST);

    @TempDir
    Path dir;

    @Test
    void block_sent_isReadBackWithAllItsParts() throws IOException {
        Path file = dir.resolve("trace.jsonl");
        try (WireTrace trace = WireTrace.appendingTo(file, () -> 1_234)) {
            trace.sendRequest(put(BLOCK));
        }

        Line line = WireTraceFile.read(file).lines().get(0);

        assertThat(line.timeMillis()).isEqualTo(1_234);
        assertThat(line.direction()).isEqualTo(Direction.OUT);
        assertThat(line.peer()).isEqualTo("127.0.0.1:5683");
        assertThat(line.type()).isEqualTo("CON");
        assertThat(line.code()).isEqualTo("PUT");
        assertThat(line.mid()).isEqualTo(77);
        assertThat(line.token()).isEqualTo("0A1B");
        assertThat(line.uri()).isEqualTo("5/0/0");
        assertThat(line.block1()).contains(BLOCK);
        assertThat(line.block2()).isEmpty();
        assertThat(line.tag()).isEqualTo("0102030405060708");
        assertThat(line.payloadBytes()).isEqualTo(1024);
    }

    @Test
    void answersAndEmptyMessages_areWrittenToo() throws IOException {
        Path file = dir.resolve("trace.jsonl");
        Response response = new Response(ResponseCode.CONTINUE);
        response.setType(CoAP.Type.ACK);
        response.getOptions().setBlock1(6, true, 3);
        try (WireTrace trace = WireTrace.appendingTo(file, () -> 0)) {
            trace.receiveResponse(response);
            trace.receiveEmptyMessage(new EmptyMessage(CoAP.Type.RST));
        }

        assertThat(WireTraceFile.read(file).lines()).extracting(Line::code).containsExactly("2.31", "0.00");
        assertThat(WireTraceFile.read(file).lines().get(0).block1()).contains(BLOCK);
    }

    @Test
    void trace_openedAgain_isAppendedTo() throws IOException {
        Path file = dir.resolve("trace.jsonl");
        for (int run = 0; run < 2; run++) {
            try (WireTrace trace = WireTrace.appendingTo(file, () -> 0)) {
                trace.sendRequest(put(BLOCK));
            }
        }

        WireTraceFile read = WireTraceFile.read(file);
        assertThat(read.pushedBlocks(Direction.OUT, "5/0/0"))
                .containsOnlyKeys(3072L)
                .containsValue(2);
        assertThat(read.since(1).lines()).hasSize(1);
    }

    @Test
    void lines_areThereAtOnce_withoutClosing() throws IOException {
        Path file = dir.resolve("trace.jsonl");
        try (WireTrace trace = WireTrace.appendingTo(file, () -> 0)) {
            trace.sendRequest(put(BLOCK));

            assertThat(WireTraceFile.read(file).lines()).hasSize(1);
        }
    }

    @Test
    void tornLastLine_isPassedOver_andAnyOtherBadLineIsNot() throws IOException {
        Path file = dir.resolve("trace.jsonl");
        try (WireTrace trace = WireTrace.appendingTo(file, () -> 0)) {
            trace.sendRequest(put(BLOCK));
        }
        Files.writeString(file, "{\"t\":1,\"di", StandardOpenOption.APPEND);

        assertThat(WireTraceFile.read(file).lines()).hasSize(1);

        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> WireTraceFile.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void linesOfManyThreads_areNotMixed() throws Exception {
        Path file = dir.resolve("trace.jsonl");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (WireTrace trace = WireTrace.appendingTo(file, () -> 0)) {
            CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    try {
                        start.await();
                        for (int n = 0; n < 200; n++) {
                            trace.sendRequest(put(new BlockOption(n, true, BlockSize.LARGEST)));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            start.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(WireTraceFile.read(file).pushedBlocks(Direction.OUT, "5/0/0"))
                .hasSize(200)
                .allSatisfy((offset, times) -> assertThat(times).isEqualTo(8));
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).endsWith("\n");
    }

    private static Request put(BlockOption block) {
        Request request = Block1Messages.put(
                "5/0/0",
                new SendBlock(
                        block, 1024, OptionalLong.empty(), new BodyIdentity(Bytes.ofHex("0102030405060708")), false),
                Bytes.wrap(new byte[1024]));
        request.setDestinationContext(new AddressEndpointContext(Peers.loopback(5683)));
        request.setMID(77);
        request.setToken(new Token(new byte[] {0x0a, 0x1b}));
        return request;
    }
}
