package io.moult.updateobject;

import java.util.List;
import java.util.Objects;

/** What an event leads to: the next situation, what the device has to do, what the server is answered. */
public record UpdateTransition(UpdateSituation next, List<UpdateEffect> effects, UpdateAnswer answer) {
    public UpdateTransition {
        Objects.requireNonNull(next);
        effects = List.copyOf(effects);
        Objects.requireNonNull(answer);
    }
}
