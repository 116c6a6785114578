package io.moult.server.lwm2m;

import io.moult.server.device.SupportReading;
import io.moult.server.tracker.TrackerEvent;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.DeviceReading;
import io.moult.transfer.SendStep.Doubt;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.Optional;

/** What a device told in the middle of a push, as the sender wants to hear it. */
final class Progress {
    private Progress() {}

    /** A refusal that the device has already decided upon. */
    static Optional<TrackerEvent> refusal(TrackerEvent answer, Doubt doubt) {
        if (!(answer instanceof TrackerEvent.Read read)) {
            return Optional.empty();
        }
        boolean idle = read.reading().state().filter(s -> s == State.IDLE).isPresent();
        boolean refused = read.reading()
                .support()
                .filter(support -> !support.lastRefusal().isEmpty())
                .isPresent();
        boolean failed = read.reading()
                .result()
                .filter(r -> r != UpdateResult.INITIAL && r != UpdateResult.SUCCESS)
                .isPresent();
        if (idle && failed && (refused || doubt == Doubt.LAST_BLOCK)) {
            return Optional.of(new TrackerEvent.PushRefused("4.08", ""));
        }
        return Optional.empty();
    }

    static DeviceReading of(TrackerEvent answer) {
        if (!(answer instanceof TrackerEvent.Read read)) {
            return new DeviceReading.Unreadable();
        }
        Optional<State> state = read.reading().state();
        if (state.isEmpty()) {
            return new DeviceReading.Unreadable();
        }
        if (state.get() == State.DOWNLOADED || state.get() == State.UPDATING) {
            return new DeviceReading.Complete();
        }
        Optional<SupportReading> support = read.reading().support();
        if (support.isPresent()) {
            return support.get().bodyIdentity().length() <= BodyIdentity.LENGTH
                    ? new DeviceReading.Holds(
                            new BodyIdentity(support.get().bodyIdentity()),
                            support.get().resumeOffsetBytes())
                    : new DeviceReading.Nothing();
        }
        return state.get() == State.DOWNLOADING ? new DeviceReading.Downloading() : new DeviceReading.Nothing();
    }
}
