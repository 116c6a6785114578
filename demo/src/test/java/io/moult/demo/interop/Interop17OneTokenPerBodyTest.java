package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Behaviour 17: some devices insist on one token for a whole body; the server learns it, once for each device. */
class Interop17OneTokenPerBodyTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(10_000);

    @Test
    void push_deviceInsistsOnOneToken_isGivenIt() {
        ScriptedDevice device = registered("seventeen", Habit.with(Habit.ordinary(), Habit.ONE_TOKEN_PER_BODY));

        operator().awaitState(push("seventeen", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    @Test
    void push_secondUpdateOfTheSameDevice_usesOneTokenFromTheStart() {
        ScriptedDevice device = registered("seventeen", Habit.with(Habit.ordinary(), Habit.ONE_TOKEN_PER_BODY));
        operator().awaitState(push("seventeen", IMAGE), "succeeded");
        int before = device.blocks().size();

        operator().awaitState(push("seventeen", Images.ofSize(9_000)), "succeeded");

        List<Incoming> second = device.blocks().subList(before, device.blocks().size());
        assertThat(second).hasSize(9);
        assertThat(second.stream().map(Incoming::token).distinct()).hasSize(1);
    }

    @Test
    void push_deviceDoesNotInsist_everyBlockHasItsOwnMessageId() {
        ScriptedDevice device = registered("seventeen", Habit.ordinary());

        operator().awaitState(push("seventeen", IMAGE), "succeeded");

        assertThat(device.blocks().stream().map(Incoming::mid)).doesNotHaveDuplicates();
    }
}
