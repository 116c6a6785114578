package io.moult.server.tracker;

import io.moult.server.device.DeviceHabits;
import io.moult.transfer.BodySource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way to the devices. Nothing here blocks: each answer comes later, on any thread, exactly once. An answer is one
 * of the events {@code Read}, {@code Accepted}, {@code Rejected}, {@code Busy} and {@code NoAnswer}.
 */
public interface DeviceLink {
    /** True if the device is registered and awake. */
    boolean isReachable(String endpoint);

    /** Reads what the scope names. What the device does not have is left out. */
    void read(String endpoint, ReadScope scope, Consumer<TrackerEvent> answer);

    /** Observes State and Update Result. What comes is told to {@link DeviceEvents}. */
    void observe(String endpoint);

    void writePackageUri(String endpoint, String uri, Consumer<TrackerEvent> answer);

    /** Brings the device's update object back to State 0, in the way that the device knows. */
    void resetPackage(String endpoint, Consumer<TrackerEvent> answer);

    void executeUpdate(String endpoint, Consumer<TrackerEvent> answer);

    void cancelUpdate(String endpoint, Consumer<TrackerEvent> answer);

    /** Begins to push, or goes on. */
    RunningPush push(PushOrder order, PushListener listener);

    /** The address of this host as the device can reach it, if the device is registered. */
    Optional<String> localAddressTowards(String endpoint);

    /** What to read. */
    enum ReadScope {
        /** State, Result, private object. */
        PROGRESS,
        /** Those, and the versions. */
        OUTCOME,
        /** Those, and what the device can do. */
        ALL
    }

    /**
     * What to push, and how.
     *
     * @param fromOffsetBytes where to begin
     * @param plainDevice the device does not tell its progress: that is for us to remember, block by block
     */
    record PushOrder(
            String endpoint, BodySource body, long fromOffsetBytes, boolean plainDevice, DeviceHabits habits) {}

    /** A push under way. Safe for any thread. */
    interface RunningPush {
        long offsetBytes();

        /** The listener hears nothing more. */
        void stop();
    }

    /** Hears of one push, on any thread, one call at a time. */
    interface PushListener {
        /**
         * The device has acknowledged all octets up to here.
         *
         * @param goOn to be run, once, when the next block may be sent
         */
        void advanced(long offsetBytes, Runnable goOn);

        /** The device has turned out to have these habits. */
        void learnt(DeviceHabits habits);

        /** The last call: PushCompleted, PushInterrupted, PushRefused or PushTooLarge. */
        void ended(TrackerEvent outcome);
    }
}
