package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.util.List;

/** What can be waited for (draft-ietf-suit-update-management-14 section 4.5). */
public sealed interface WaitEvent {
    /** The specification's number. */
    long code();

    /** Somebody with a say allows an update of this priority. */
    record Authorization(long priority) implements WaitEvent {
        @Override
        public long code() {
            return 1;
        }
    }

    /** A power state, of the device's own counting. */
    record Power(long state) implements WaitEvent {
        @Override
        public long code() {
            return 2;
        }
    }

    /** A network state, of the device's own counting. */
    record Network(long state) implements WaitEvent {
        @Override
        public long code() {
            return 3;
        }
    }

    /** Another device's version is one that all the comparisons allow. */
    record OtherDeviceVersion(Bytes device, List<VersionMatch> versions) implements WaitEvent {
        public OtherDeviceVersion {
            versions = List.copyOf(versions);
        }

        @Override
        public long code() {
            return 4;
        }
    }

    /** It is this late: seconds since 1970-01-01T00:00:00Z, unsigned 64 bit. */
    record Time(long epochSeconds) implements WaitEvent {
        @Override
        public long code() {
            return 5;
        }
    }

    /** It is this late in the day, in seconds since midnight, unsigned. */
    record TimeOfDay(long seconds, Clock clock) implements WaitEvent {
        @Override
        public long code() {
            return clock == Clock.LOCAL ? 6 : 8;
        }
    }

    /** It is this day of the week, in days since Sunday, unsigned. */
    record DayOfWeek(long days, Clock clock) implements WaitEvent {
        @Override
        public long code() {
            return clock == Clock.LOCAL ? 7 : 9;
        }
    }

    /** Whose midnight counts. */
    enum Clock {
        LOCAL,
        UTC
    }
}
