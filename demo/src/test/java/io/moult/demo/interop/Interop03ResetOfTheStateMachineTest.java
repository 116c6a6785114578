package io.moult.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour 3: devices differ in the write that resets their state machine; in State 2 they refuse a push. */
class Interop03ResetOfTheStateMachineTest extends AgainstOurServer {
    private static final Bytes IMAGE = Images.ofSize(5_000);

    static Stream<Named<Set<Habit>>> devices() {
        return Stream.of(
                Named.of("as Anjay: zero byte, empty URI, Cancel", Habit.anjay()),
                Named.of("as Zephyr: empty package or zero byte", Habit.zephyr()),
                Named.of("the zero byte alone", only(Habit.RESETS_ON_ZERO_BYTE)),
                Named.of("an empty URI alone", only(Habit.RESETS_ON_EMPTY_URI)),
                Named.of("an empty package alone", only(Habit.RESETS_ON_EMPTY_PACKAGE)),
                Named.of("Cancel alone", only(Habit.CANCELS)));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void update_deviceHoldsSomeOtherPackage_isResetInItsOwnWayAndSucceeds(Set<Habit> habits) {
        ScriptedDevice device = device("three", habits);
        device.objects().become(State.DOWNLOADED, UpdateResult.INITIAL);
        device.register();

        operator().awaitState(push("three", IMAGE), "succeeded");

        assertInstalledOnce(device, IMAGE);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void cancel_packageReadyOnTheDevice_leavesTheDeviceIdle(Set<Habit> habits) {
        ScriptedDevice device = registered("three", habits);
        String release = operator().addRawRelease("ready", IMAGE);
        String id = operator().order(Map.of("endpoint", "three", "release", release, "execute", false));
        operator().awaitState(id, "ready");

        operator().cancel(id);

        operator().awaitState(id, "cancelled");
        assertThat(device.objects().state()).isEqualTo(State.IDLE);
        assertThat(device.seen()).noneMatch(r -> r.isExecute("/5/0/2"));
    }

    @Test
    void update_idleDeviceThatTakesAnEmptyPackageForAForeignOne_isNotSentOne() {
        ScriptedDevice device = registered("three", Habit.anjay());

        operator().awaitState(push("three", IMAGE), "succeeded");

        assertThat(device.seen())
                .noneMatch(r ->
                        r.isPackage() && r.block1().isEmpty() && r.payload().isEmpty());
    }

    private static Set<Habit> only(Habit reset) {
        return EnumSet.of(Habit.SHOWS_DOWNLOADING, Habit.CACHES_ANSWERS, reset);
    }
}
