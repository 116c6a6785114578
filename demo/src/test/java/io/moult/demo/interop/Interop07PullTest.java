package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.Test;

/**
 * Behaviour 7: a device resumes a fetch if every block carries the same ETag; 404 gives Result 7, an unknown scheme 4.00
 * and Result 9, and a port where nobody answers leaves it in State 1: a deadline is the server's duty.
 */
class Interop07PullTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(10_000);

    @Test
    void fetch_everyBlockAndAcrossARestart_carriesOneETagAndOnlyItsOwnOctets() throws Exception {
        DeviceAccount account = DeviceAccount.of("seven");
        operator().admits(account);
        operator().putImage("seven.bin", IMAGE);
        String path = "/images/seven.bin";
        TreeSet<String> etags = new TreeSet<>();

        try (BlockFetcher fetcher = new BlockFetcher(account, server().firmwareCoaps())) {
            for (int number : List.of(0, 1, 7)) {
                etags.add(blockOf(fetcher.get(path, number, 1024), number));
            }
        }
        restartServer();
        try (BlockFetcher fetcher = new BlockFetcher(account, server().firmwareCoaps())) {
            etags.add(blockOf(fetcher.get(path, 9, 1024), 9));
        }

        assertThat(etags).hasSize(1);
    }

    @Test
    void fetch_unknownImage_isNotFound() throws Exception {
        DeviceAccount account = DeviceAccount.of("seven");
        operator().admits(account);

        try (BlockFetcher fetcher = new BlockFetcher(account, server().firmwareCoaps())) {
            assertThat(fetcher.get("/images/unheard-of.bin", 0, 1024).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        }
    }

    @Test
    void update_deviceFetchesTheImage_succeeds() {
        ScriptedDevice device = registered("seven", Habit.ordinary());
        device.onUri(uri -> {
            device.objects().receives(StockFetch.get(uri, DeviceAccount.of("seven")));
            device.objects().become(State.DOWNLOADED, UpdateResult.INITIAL);
            device.tellChanges();
        });

        operator().awaitState(pull("seven"), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    @Test
    void update_deviceFindsNothingAtTheAddress_failsWithInvalidUri() {
        ScriptedDevice device = registered("seven", Habit.ordinary());
        device.onUri(uri -> {
            device.objects().become(State.IDLE, UpdateResult.INVALID_URI);
            device.tellChanges();
        });

        JsonNode update = operator().awaitEnd(pull("seven"));

        assertThat(update.path("state").asText()).isIn("failed", "refused");
        assertThat(update.path("result").asInt()).isEqualTo(UpdateResult.INVALID_URI.code());
        assertThat(update.path("reason").asText()).isNotBlank();
    }

    @Test
    void update_deviceDoesNotKnowTheScheme_failsWithUnsupportedProtocol() {
        ScriptedDevice device = registered("seven", Habit.ordinary());
        device.plays(request -> {
            if (!request.path().equals("/5/0/1") || request.payload().isEmpty()) {
                return Reaction.asUsual();
            }
            device.objects().become(State.IDLE, UpdateResult.UNSUPPORTED_PROTOCOL);
            return Reaction.answer(ResponseCode.BAD_REQUEST);
        });

        JsonNode update = operator().awaitEnd(pull("seven"));

        assertThat(update.path("state").asText()).isIn("failed", "refused");
        assertThat(update.path("result").asInt()).isEqualTo(UpdateResult.UNSUPPORTED_PROTOCOL.code());
        assertThat(update.path("reason").asText()).isNotBlank();
    }

    private String pull(String endpoint) {
        String release = operator().addRawRelease("seven", IMAGE);
        return operator().order(Map.of("endpoint", endpoint, "release", release, "delivery", "uri"));
    }

    private static String blockOf(Response response, int number) {
        assertThat(response.getCode()).isEqualTo(ResponseCode.CONTENT);
        int to = Math.min((number + 1) * 1024, IMAGE.length());
        assertThat(Bytes.copyOf(response.getPayload())).isEqualTo(IMAGE.slice(number * 1024, to));
        assertThat(response.getOptions().getETags()).hasSize(1);
        return Bytes.copyOf(response.getOptions().getETags().get(0)).hex();
    }
}
