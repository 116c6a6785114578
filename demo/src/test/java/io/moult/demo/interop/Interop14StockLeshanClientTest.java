package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 14, and stock Leshan as a device: its client takes 8192 octets at most unless told otherwise, and has the
 * whole body in memory.
 */
class Interop14StockLeshanClientTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(100_000);
    private static final DeviceAccount ACCOUNT = DeviceAccount.of("fourteen");

    private final StockFirmwareObject firmware = new StockFirmwareObject();
    private final ExecutorService fetcher = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopFetcher() {
        fetcher.shutdownNow();
    }

    @Test
    void push_limitRaised_imageArrivesAndUpdateSucceeds() {
        client(configuration -> configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20));

        JsonNode update = operator().awaitState(push("fourteen", IMAGE), "succeeded");

        assertThat(firmware.image()).isEqualTo(IMAGE);
        assertThat(update.path("result").asInt()).isEqualTo(1);
    }

    @Test
    void push_limitOfTheStockClient_isRefusedWithAReasonThatSaysSo() {
        client(configuration -> {});

        JsonNode update = operator().awaitEnd(push("fourteen", IMAGE));

        assertThat(update.path("state").asText()).isIn("refused", "failed");
        assertThat(update.path("reason").asText()).containsIgnoringCase("large").contains("100000");
        assertThat(firmware.image()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void push_smallImageWithinTheLimit_succeeds() {
        client(configuration -> {});

        operator().awaitState(push("fourteen", Images.ofSize(8_000)), "succeeded");

        assertThat(firmware.image()).isEqualTo(Images.ofSize(8_000));
    }

    @Test
    void uri_stockClientFetchesFromTheFirmwareServer_updateSucceeds() {
        firmware.fetchesWith(uri -> fetcher.execute(() -> firmware.fetched(StockFetch.get(uri, ACCOUNT))));
        client(configuration -> {});
        String release = operator().addRawRelease("fourteen", IMAGE);

        String id = operator().order(Map.of("endpoint", "fourteen", "release", release, "delivery", "uri"));

        operator().awaitState(id, "succeeded");
        assertThat(firmware.image()).isEqualTo(IMAGE);
    }

    private void client(Consumer<Configuration> configuring) {
        operator().admits(ACCOUNT);
        closing(new StockLeshanClient(ACCOUNT, server().coaps(), firmware, configuring));
        Await.until(
                "the stock client to register",
                () -> operator().device("fourteen").path("registered").asBoolean());
    }
}
