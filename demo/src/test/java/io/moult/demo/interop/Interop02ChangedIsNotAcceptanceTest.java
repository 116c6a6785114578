package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.updateobject.UpdateResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behaviour 2: 2.04 on the last block is not acceptance; State and Update Result tell it afterwards. */
class Interop02ChangedIsNotAcceptanceTest extends AgainstOurServer {
    @ParameterizedTest
    @EnumSource(names = {"INTEGRITY_CHECK_FAILED", "UNSUPPORTED_PACKAGE_TYPE", "OUT_OF_RAM"})
    void update_deviceAnswersChangedButDoesNotBelieve_isRefusedWithItsResult(UpdateResult verdict) {
        ScriptedDevice device = registered("two", Habit.anjay());
        device.objects().judges(body -> verdict);

        JsonNode update = operator().awaitState(push("two", Images.ofSize(5_000)), "refused");

        assertThat(update.path("result").asInt()).isEqualTo(verdict.code());
        assertThat(update.path("reason").asText()).isNotBlank();
        assertThat(device.seen()).noneMatch(r -> r.isExecute("/5/0/2"));
    }
}
