package io.moult.updateobject;

import io.moult.suit.verify.Refusal;
import java.util.Objects;
import java.util.Optional;

/** What can happen to the Firmware Update object: requests of the server, findings of the device, restarts. */
public sealed interface UpdateEvent {
    // requests of the server

    /** A block of a push that begins a body: block 0 that the receiver does not know for a repeat. */
    record FirstBlock() implements UpdateEvent {}

    /** Any other block of a push. */
    record FurtherBlock() implements UpdateEvent {}

    /** The package is set to nothing: an empty write, or a single zero octet, to 5/0/0. */
    record PackageReset() implements UpdateEvent {}

    /**
     * An address is written to 5/0/1.
     *
     * @param objection why the device will not fetch from there: a bad address, a scheme it does not speak
     */
    record UriWritten(String uri, Optional<Refusal> objection) implements UpdateEvent {
        public UriWritten {
            Objects.requireNonNull(uri);
            Objects.requireNonNull(objection);
        }
    }

    /** Nothing is written to 5/0/1. */
    record UriEmptied() implements UpdateEvent {}

    /** 5/0/2 is executed, and the device goes along with it. */
    record UpdateExecuted() implements UpdateEvent {}

    /** 5/0/2 is executed, and the device puts it off. */
    record UpdateDeferred() implements UpdateEvent {}

    /** 5/0/10 is executed. */
    record CancelExecuted() implements UpdateEvent {}

    // findings of the device

    /** The envelope is accepted, its payload is to be fetched from elsewhere. */
    record PayloadNeeded() implements UpdateEvent {}

    /** The package is complete, and all of it is verified. */
    record PackageVerified() implements UpdateEvent {}

    /** The device does not believe, or cannot take, what it was given. */
    record Refused(Refusal refusal) implements UpdateEvent {
        public Refused {
            Objects.requireNonNull(refusal);
        }
    }

    /**
     * The device has waited for the rest of a download as long as it does.
     *
     * @param detail what it waited for, in words for people; may be empty
     */
    record ConnectionGivenUp(String detail) implements UpdateEvent {
        public ConnectionGivenUp {
            Objects.requireNonNull(detail);
        }
    }

    /** A deferred update may go on now. */
    record UpdateApproved() implements UpdateEvent {}

    // restarts

    /**
     * The device has started, and found of a download in progress, or complete, what it needs to go on with it.
     *
     * @param kept whether it did
     */
    record Restarted(boolean kept) implements UpdateEvent {}

    /** The bootloader has started the new image, which is on trial. */
    record BootOnTrial() implements UpdateEvent {}

    /** The new image is confirmed. */
    record BootConfirmed() implements UpdateEvent {}

    /** The new image was given up, or never started: the previous one runs. */
    record BootReverted(Refusal refusal) implements UpdateEvent {
        public BootReverted {
            Objects.requireNonNull(refusal);
        }
    }
}
