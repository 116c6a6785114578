package io.moult.transfer.californium;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.transfer.Block2Fetcher;
import io.moult.transfer.BlockSize;
import io.moult.transfer.Bodies;
import io.moult.transfer.BodySource;
import io.moult.transfer.FetchSettings;
import io.moult.transfer.FetchStep;
import io.moult.transfer.FetchedBlock;
import io.moult.transfer.californium.WireTraceFile.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches over real sockets from a resource that answers single blocks, with our fetcher and with stock clients. R146. */
class FetchOverSocketsTest {
    private static final Bytes BODY = Bodies.random(7, 1 << 20);

    @TempDir
    Path dir;

    private CoapServer server;
    private CoapEndpoint client;
    private WireTrace trace;
    private String uri = "";

    @BeforeEach
    void start() throws IOException {
        server = serve(Bodies.source(BODY), BlockSize.LARGEST, Peers.config());
        trace = WireTrace.appendingTo(dir.resolve("client.jsonl"), () -> 0);
        client = Peers.endpoint(Peers.config())
                .setCoapStackFactory(SelectiveBlockwiseStack.sending())
                .build();
        client.addInterceptor(trace);
        client.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.destroy();
        server.destroy();
        trace.close();
    }

    @Test
    void fetch_ofAMebibyte_arrivesBlockByBlock() throws Exception {
        byte[] storage = new byte[BODY.length()];

        FetchStep end = fetch(
                new Block2Fetcher(OptionalLong.of(BODY.length()), 0, Optional.empty(), FetchSettings.DEFAULT),
                storage,
                -1);

        assertThat(end).isEqualTo(new FetchStep.Done(BODY.length()));
        assertThat(Bytes.wrap(storage)).isEqualTo(BODY);
        assertThat(WireTraceFile.read(dir.resolve("client.jsonl")).fetchedBlocks(Direction.OUT, "image"))
                .hasSize(1024);
    }

    @Test
    void fetch_resumedInTheMiddle_asksForTheRestOnly() throws Exception {
        byte[] storage = new byte[BODY.length()];
        Block2Fetcher first =
                new Block2Fetcher(OptionalLong.of(BODY.length()), 0, Optional.empty(), FetchSettings.DEFAULT);
        fetch(first, storage, 500 * 1024);
        long durable = first.offsetBytes() / 4096 * 4096;
        Arrays.fill(storage, (int) durable, storage.length, (byte) 0);

        FetchStep end = fetch(
                new Block2Fetcher(OptionalLong.of(BODY.length()), durable, first.etag(), FetchSettings.DEFAULT),
                storage,
                -1);

        assertThat(end).isEqualTo(new FetchStep.Done(BODY.length()));
        assertThat(Bytes.wrap(storage)).isEqualTo(BODY);
        var asked = WireTraceFile.read(dir.resolve("client.jsonl")).fetchedBlocks(Direction.OUT, "image");
        assertThat(asked).hasSize(1024);
        assertThat(asked.values().stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(1024 + 4);
    }

    /** The trap: on a stock stack a GET for block 0 downloads everything. */
    @Test
    void markedGet_forBlockZero_bringsOneBlock() throws Exception {
        Response response = get(new FetchStep.Get(0, BlockSize.LARGEST));

        assertThat(response.getPayload()).hasSize(1024);
        assertThat(response.getOptions().getSize2()).isEqualTo(BODY.length());
        assertThat(response.getOptions().getETags().get(0))
                .isEqualTo(Bodies.identity(BODY).octets().toArray());
    }

    @Test
    void getForAnyBlock_ofAnySize_bringsExactlyIt() throws Exception {
        Response response = get(new FetchStep.Get(1000, BlockSize.ofOctets(64)));

        assertThat(Bytes.wrap(response.getPayload())).isEqualTo(BODY.slice(64_000, 64_064));
        assertThat(Block2Messages.answer(response).block2())
                .hasValueSatisfying(block -> assertThat(block).hasToString("1000/1/64"));
    }

    @Test
    void getBeyondTheEnd_isABadOption() throws Exception {
        FetchedBlock answer = Block2Messages.answer(get(new FetchStep.Get(5_000, BlockSize.LARGEST)));

        assertThat(answer.code()).hasToString("4.02");
    }

    @Test
    void serverOfSmallBlocks_lowersTheSize_andTheFetchFollows() throws Exception {
        server.destroy();
        server = serve(Bodies.source(BODY.slice(0, 20_000)), BlockSize.ofOctets(256), Peers.config());
        byte[] storage = new byte[20_000];

        FetchStep end = fetch(
                new Block2Fetcher(OptionalLong.of(20_000), 3_000, Optional.empty(), FetchSettings.DEFAULT),
                storage,
                -1);

        assertThat(end).isEqualTo(new FetchStep.Done(20_000));
        assertThat(Bytes.wrap(storage).slice(3_000, 20_000)).isEqualTo(BODY.slice(3_000, 20_000));
    }

    /** Other people's clients, which know nothing of ours, download through the same resource. */
    @Test
    void stockTransparentClient_downloadsTheWholeBody() throws Exception {
        Configuration config =
                new Configuration(CoapConfig.DEFINITIONS).set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY.length());
        CoapEndpoint endpoint = Peers.endpoint(config).build();
        CoapClient stock = new CoapClient(uri).setEndpoint(endpoint).setTimeout(30_000L);

        CoapResponse response = stock.get();

        assertThat(response).isNotNull();
        assertThat(Bytes.wrap(response.getPayload())).isEqualTo(BODY);
        stock.shutdown();
        endpoint.destroy();
    }

    @Test
    void stockTransparentClient_thatNegotiatesASmallSizeEarly_downloadsTheWholeBody() throws Exception {
        Configuration config =
                new Configuration(CoapConfig.DEFINITIONS).set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY.length());
        CoapEndpoint endpoint = Peers.endpoint(config).build();
        CoapClient stock =
                new CoapClient(uri).setEndpoint(endpoint).setTimeout(30_000L).useEarlyNegotiation(512);

        CoapResponse response = stock.get();

        assertThat(response).isNotNull();
        assertThat(Bytes.wrap(response.getPayload())).isEqualTo(BODY);
        stock.shutdown();
        endpoint.destroy();
    }

    private CoapServer serve(BodySource body, BlockSize largest, Configuration config) {
        CoapServer serving = new CoapServer(config);
        CoapEndpoint endpoint = Peers.endpoint(config).build();
        serving.addEndpoint(endpoint);
        serving.add(new BlockResource("image", body, largest));
        serving.start();
        uri = "coap://127.0.0.1:" + endpoint.getAddress().getPort() + "/image";
        return serving;
    }

    private FetchStep fetch(Block2Fetcher fetch, byte[] storage, long stopAt) throws InterruptedException {
        FetchStep step = fetch.first();
        while (step instanceof FetchStep.Get get && fetch.offsetBytes() != stopAt) {
            FetchedBlock answer = Block2Messages.answer(get(get));
            step = fetch.answered(answer);
            if (step instanceof FetchStep.Store store) {
                answer.payload()
                        .slice(store.skipOctets(), store.skipOctets() + store.lengthOctets())
                        .copyInto(storage, (int) store.bodyOffsetBytes());
                step = store.then();
            }
        }
        return step;
    }

    private Response get(FetchStep.Get get) throws InterruptedException {
        Request request = Block2Messages.get(uri, get);
        client.sendRequest(request);
        Response response = request.waitForResponse(20_000);
        assertThat(response).as("answer to %s", get).isNotNull();
        return response;
    }
}
