package io.moult.suit.recipient;

import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.process.RecipientView.Arrival;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a recipient knows of the world.
 *
 * @param epochSeconds what time it is, asked anew each time
 * @param batteryMilliwattHours the charge, if there is a battery
 * @param authorized whether somebody with a say has allowed the update
 * @param slot the index of the slot of every component
 * @param eventsCome numbers of the wait events that count as come
 */
public record Surroundings(
        Supplier<OptionalLong> epochSeconds,
        OptionalLong batteryMilliwattHours,
        boolean authorized,
        long slot,
        Set<Long> eventsCome) {
    /** No clock, no battery, nobody who says anything. */
    public static final Surroundings NONE =
            new Surroundings(OptionalLong::empty, OptionalLong.empty(), false, 0, Set.of());

    public Surroundings {
        Objects.requireNonNull(epochSeconds);
        Objects.requireNonNull(batteryMilliwattHours);
        eventsCome = Set.copyOf(eventsCome);
    }

    Arrival arrival(WaitEvent event) {
        if (eventsCome.contains(event.code())) {
            return Arrival.COME;
        }
        if (event instanceof WaitEvent.Time time) {
            OptionalLong now = epochSeconds.get();
            if (now.isEmpty()) {
                return Arrival.UNSUPPORTED;
            }
            return Long.compareUnsigned(now.getAsLong(), time.epochSeconds()) >= 0 ? Arrival.COME : Arrival.PENDING;
        }
        if (event instanceof WaitEvent.Authorization) {
            return authorized ? Arrival.COME : Arrival.PENDING;
        }
        return canBeTold(event) ? Arrival.PENDING : Arrival.UNSUPPORTED;
    }

    /**
     * There is no local time here, and no word of how another device is named and asked
     * (draft-ietf-suit-update-management-14 section 4.5).
     */
    private static boolean canBeTold(WaitEvent event) {
        boolean local = (event instanceof WaitEvent.TimeOfDay time && time.clock() == WaitEvent.Clock.LOCAL)
                || (event instanceof WaitEvent.DayOfWeek day && day.clock() == WaitEvent.Clock.LOCAL);
        return !local && !(event instanceof WaitEvent.OtherDeviceVersion);
    }
}
