package io.moult.server.tracker;

import io.moult.server.repository.Release;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The unfinished updates, at most one of a device. Changed by the tracker's thread only, read by any. */
final class ActiveUpdates {
    private final Map<String, Active> byId = new ConcurrentHashMap<>();
    private final Map<String, Active> byEndpoint = new ConcurrentHashMap<>();

    Active take(Update update, Release release) {
        Active taken = new Active(update, release);
        byId.put(update.id(), taken);
        byEndpoint.put(update.endpoint(), taken);
        return taken;
    }

    void drop(Active one) {
        byId.remove(one.update().id());
        byEndpoint.remove(one.update().endpoint(), one);
    }

    Optional<Active> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Active> ofDevice(String endpoint) {
        return Optional.ofNullable(byEndpoint.get(endpoint));
    }

    Collection<Active> all() {
        return byId.values();
    }
}
