package io.moult.server.tracker;

import io.moult.server.device.DeviceReading;
import java.util.Objects;
import java.util.OptionalLong;

/** What the update machine hears. */
public sealed interface TrackerEvent {
    /** The device was heard of. */
    record Contact(Kind kind) implements TrackerEvent {
        /** How it was heard of. */
        public enum Kind {
            /** A new registration: the device may have been reset, and its observations are gone. */
            REGISTERED,
            /** An update of the registration, or a sleeping device that woke. */
            UPDATED
        }
    }

    /** The answer to {@link TrackerCommand.Read}. */
    record Read(DeviceReading reading) implements TrackerEvent {
        public Read {
            Objects.requireNonNull(reading);
        }
    }

    /** The device says that it is busy (5.03), as some do in the middle of a push. */
    record Busy() implements TrackerEvent {}

    /**
     * A request got no answer, or could not be sent.
     *
     * @param sent true if the device may have received it
     */
    record NoAnswer(String why, boolean sent) implements TrackerEvent {
        public NoAnswer {
            Objects.requireNonNull(why);
        }
    }

    /** The device answered a write or an execute with an error. */
    record Rejected(String code, String diagnostic) implements TrackerEvent {
        public Rejected {
            Objects.requireNonNull(code);
            Objects.requireNonNull(diagnostic);
        }
    }

    /** The device did what it was asked to. */
    record Accepted() implements TrackerEvent {}

    /** A transfer slot is ours. */
    record SlotGranted() implements TrackerEvent {}

    /** All blocks were taken. That is not yet a verdict. */
    record PushCompleted() implements TrackerEvent {}

    /** The push stopped and can go on later. */
    record PushInterrupted(String why) implements TrackerEvent {
        public PushInterrupted {
            Objects.requireNonNull(why);
        }
    }

    /** The receiver will not have the package. */
    record PushRefused(String code, String diagnostic) implements TrackerEvent {
        public PushRefused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(diagnostic);
        }
    }

    /** The package is larger than the receiver takes; its limit, if it said so. */
    record PushTooLarge(OptionalLong limitBytes) implements TrackerEvent {
        public PushTooLarge {
            Objects.requireNonNull(limitBytes);
        }
    }

    /** A notification of State or Update Result came. */
    record Notified() implements TrackerEvent {}

    /** The phase's deadline has passed; how far a push under way has come. */
    record DeadlinePassed(long offsetBytes) implements TrackerEvent {}

    /** The time of the next attempt has come. */
    record AttemptDue() implements TrackerEvent {}

    /** The server has started again. */
    record ServerRestarted() implements TrackerEvent {}

    /** The operator withdraws the update. */
    record CancelRequested() implements TrackerEvent {}

    /** The operator approves the installation. */
    record ExecuteRequested() implements TrackerEvent {}
}
