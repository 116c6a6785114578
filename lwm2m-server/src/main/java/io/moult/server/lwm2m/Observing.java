package io.moult.server.lwm2m;

import io.moult.server.tracker.DeviceEvents;
import io.moult.server.tracker.TrackerEvent;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.queue.PresenceListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.jspecify.annotations.Nullable;

/** Hears what devices do by themselves, and passes it on as events of ours. */
final class Observing implements RegistrationListener, ObservationListener, PresenceListener {
    private static final String STATE = "/5/0/3";
    private static final String RESULT = "/5/0/5";
    private final DeviceEvents events;
    private final Requests requests;
    private final Consumer<String> readdressed;
    /** Registrations that the rest of the server has been told of, by endpoint. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    Observing(DeviceEvents events, Requests requests, Consumer<String> readdressed) {
        this.events = events;
        this.requests = requests;
        this.readdressed = readdressed;
    }

    /** One after the other: a constrained device takes one request at a time. */
    void observe(Registration registration) {
        observe(registration, STATE, () -> observe(registration, RESULT, () -> {}));
    }

    private void observe(Registration registration, String path, Runnable then) {
        requests.send(registration, new ObserveRequest(path), new Requests.Outcome<ObserveResponse>() {
            @Override
            public void answered(ObserveResponse response) {
                then.run();
            }

            @Override
            public void failed(TrackerEvent.NoAnswer why) {
                // A device that cannot be observed is asked instead, when an answer is needed.
                then.run();
            }
        });
    }

    @Override
    public void registered(
            Registration registration,
            @Nullable Registration previous,
            @Nullable Collection<Observation> previousObservations) {
        events.registered(registration.getEndpoint());
        told.put(registration.getEndpoint(), registration.getId());
    }

    /**
     * Whether the rest of the server has been told of this registration. Leshan shows a registration before it tells of
     * it; what is begun in between would be taken for something that the device lost in a reset.
     */
    boolean hasTold(Registration registration) {
        return registration.getId().equals(told.get(registration.getEndpoint()));
    }

    @Override
    public void updated(RegistrationUpdate update, Registration updated, Registration previous) {
        if (!Objects.equals(updated.getSocketAddress(), previous.getSocketAddress())) {
            readdressed.accept(updated.getEndpoint());
        }
        events.updated(updated.getEndpoint());
    }

    @Override
    public void unregistered(
            Registration registration,
            Collection<Observation> observations,
            boolean expired,
            @Nullable Registration newRegistration) {
        told.remove(registration.getEndpoint(), registration.getId());
        if (newRegistration == null) {
            events.unregistered(registration.getEndpoint());
        }
    }

    @Override
    public void onAwake(Registration registration) {
        events.updated(registration.getEndpoint());
    }

    @Override
    public void onSleeping(Registration registration) {
        // what is under way will find out
    }

    @Override
    public void onResponse(SingleObservation observation, Registration registration, ObserveResponse response) {
        LwM2mNode node = response.getContent();
        if (!(node instanceof LwM2mSingleResource resource) || !(resource.getValue() instanceof Number number)) {
            return;
        }
        try {
            switch (observation.getPath().toString()) {
                case STATE ->
                    events.notified(
                            registration.getEndpoint(),
                            Optional.of(State.ofCode(number.longValue())),
                            Optional.empty());
                case RESULT ->
                    events.notified(
                            registration.getEndpoint(),
                            Optional.empty(),
                            Optional.of(UpdateResult.ofCode(number.longValue())));
                default -> {
                    // not ours
                }
            }
        } catch (IllegalArgumentException unknownNumber) {
            // a device may say what it likes
        }
    }

    @Override
    public void onResponse(
            CompositeObservation observation, Registration registration, ObserveCompositeResponse response) {
        // we make none
    }

    @Override
    public void newObservation(Observation observation, Registration registration) {
        // we asked for it
    }

    @Override
    public void cancelled(Observation observation) {
        // observed again at the next registration
    }

    @Override
    public void onError(Observation observation, Registration registration, Exception error) {
        // a notification that cannot be read tells nothing
    }
}
