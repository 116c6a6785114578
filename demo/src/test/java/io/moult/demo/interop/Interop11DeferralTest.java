package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.Map;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.Test;

/** Behaviour 11: deferral gives State 2 and Result 11; Update can be executed again later. */
class Interop11DeferralTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(5_000);

    @Test
    void update_deviceDefers_isDeferredAndCanBeExecutedAgain() {
        ScriptedDevice device = registered("eleven", Habit.ordinary());
        device.plays(request -> {
            boolean first = device.objects().result() != UpdateResult.DEFERRED;
            if (!request.isExecute("/5/0/2") || !first) {
                return Reaction.asUsual();
            }
            device.objects().become(State.DOWNLOADED, UpdateResult.DEFERRED);
            return Reaction.answer(ResponseCode.CHANGED);
        });
        String id = push("eleven", IMAGE);
        JsonNode deferred = operator().awaitState(id, "deferred");
        assertThat(deferred.path("result").asInt()).isEqualTo(UpdateResult.DEFERRED.code());

        Operator.Answer executed = operator().post("updates/" + id + "/execute", Map.of());

        assertThat(executed.status()).isBetween(200, 299);
        operator().awaitState(id, "succeeded");
        assertThat(device.objects().installed()).isEqualTo(IMAGE);
    }
}
