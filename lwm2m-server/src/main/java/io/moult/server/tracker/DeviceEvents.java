package io.moult.server.tracker;

import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.Optional;

/** What devices do of their own accord. Called on any thread; never blocks. */
public interface DeviceEvents {
    /** A new registration: the device may have been reset. */
    void registered(String endpoint);

    /** An update of the registration, or the end of a sleep. */
    void updated(String endpoint);

    void unregistered(String endpoint);

    void notified(String endpoint, Optional<State> state, Optional<UpdateResult> result);
}
