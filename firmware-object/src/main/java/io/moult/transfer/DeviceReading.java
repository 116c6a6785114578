package io.moult.transfer;

import java.util.Objects;

/** What a sender found when it read the device's State and progress. */
public sealed interface DeviceReading {
    /** The body is there as a whole: State Downloaded or Updating. */
    record Complete() implements DeviceReading {}

    /** The device holds octets of the body with this identity, up to here, durably. */
    record Holds(BodyIdentity identity, long offsetBytes) implements DeviceReading {
        public Holds {
            Objects.requireNonNull(identity);
            if (offsetBytes < 0) {
                throw new IllegalArgumentException("offset " + offsetBytes);
            }
        }
    }

    /** The device is downloading and does not say how far it is: a plain device. */
    record Downloading() implements DeviceReading {}

    /** The device has nothing: State Idle. (Whether a Result speaks of a failure is the caller's to judge first.) */
    record Nothing() implements DeviceReading {}

    /** The device would not or could not answer just now, as some do in the middle of a push. */
    record Unreadable() implements DeviceReading {}
}
