package io.moult.updateobject;

import io.moult.suit.verify.Refusal;
import java.util.Objects;
import java.util.Optional;

/**
 * All that the Firmware Update object is, at one moment; what must survive a restart of the device.
 *
 * @param state resource 5/0/3
 * @param result resource 5/0/5
 * @param delivery how the download in progress comes; NONE exactly when the State is not Downloading
 * @param packageUri resource 5/0/1
 * @param lastRefusal why the last update was refused; empty when none was since the last start of an update
 */
public record UpdateSituation(
        State state, UpdateResult result, Delivery delivery, String packageUri, Optional<Refusal> lastRefusal) {
    /** A device that was never updated. */
    public static final UpdateSituation INITIAL =
            new UpdateSituation(State.IDLE, UpdateResult.INITIAL, Delivery.NONE, "", Optional.empty());

    public UpdateSituation {
        Objects.requireNonNull(state);
        Objects.requireNonNull(result);
        Objects.requireNonNull(delivery);
        Objects.requireNonNull(packageUri);
        Objects.requireNonNull(lastRefusal);
        if ((delivery == Delivery.NONE) != (state != State.DOWNLOADING)) {
            throw new IllegalArgumentException("delivery " + delivery + " in State " + state);
        }
    }

    /** Nothing going on, with this result. */
    UpdateSituation idle(UpdateResult withResult, Optional<Refusal> because) {
        return new UpdateSituation(State.IDLE, withResult, Delivery.NONE, packageUri, because);
    }

    /** A download, of this kind; a new one clears the result (5/0/5: reset once the process is initiated). */
    UpdateSituation downloading(Delivery by, String uri) {
        return new UpdateSituation(State.DOWNLOADING, UpdateResult.INITIAL, by, uri, Optional.empty());
    }

    /** Another State that is not Downloading, with this result. */
    UpdateSituation in(State other, UpdateResult withResult) {
        return new UpdateSituation(other, withResult, Delivery.NONE, packageUri, lastRefusal);
    }
}
