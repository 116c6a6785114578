package io.moult.server.tracker;

import io.moult.server.device.Device;
import io.moult.server.device.DeviceCatalogue;
import io.moult.server.device.DeviceHabits;
import io.moult.server.device.DeviceReading;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices as they are now: the registered ones in memory, all of them in the catalogue. Read by any thread,
 * changed by the tracker's only.
 */
public final class DeviceRegistry {
    private final DeviceCatalogue catalogue;
    private final Clock clock;
    private final Map<String, Device> registered = new ConcurrentHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final List<Device> left = new ArrayList<>();

    DeviceRegistry(DeviceCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    public Optional<Device> find(String endpoint) {
        Device here = registered.get(endpoint);
        return here == null ? catalogue.find(endpoint) : Optional.of(here);
    }

    /** Devices by endpoint name, from the one after the given name (empty: from the first). */
    public List<Device> list(String afterEndpoint, int limit) {
        return catalogue.list(afterEndpoint, limit).stream()
                .map(stored -> registered.getOrDefault(stored.endpoint(), stored))
                .toList();
    }

    void registered(String endpoint) {
        Instant now = clock.instant();
        Device device = find(endpoint).orElseGet(() -> Device.unknown(endpoint, now));
        put(device.withRegistered(true, now));
    }

    void seen(String endpoint) {
        Device here = registered.get(endpoint);
        if (here != null) {
            put(here.withRegistered(true, clock.instant()));
        }
    }

    void unregistered(String endpoint) {
        Device device = registered.remove(endpoint);
        if (device != null) {
            changed.remove(endpoint);
            left.add(device.withRegistered(false, device.lastSeen()));
        }
    }

    void read(String endpoint, DeviceReading reading) {
        find(endpoint).ifPresent(device -> put(device.with(reading, clock.instant())));
    }

    void notified(String endpoint, Optional<State> state, Optional<UpdateResult> result) {
        DeviceReading reading = DeviceReading.EMPTY;
        if (state.isPresent()) {
            reading = reading.withState(state.get());
        }
        if (result.isPresent()) {
            reading = reading.withResult(result.get());
        }
        read(endpoint, reading);
    }

    void learnt(String endpoint, DeviceHabits habits) {
        find(endpoint).ifPresent(device -> put(device.withHabits(habits)));
    }

    private void put(Device device) {
        if (device.registered()) {
            registered.put(device.endpoint(), device);
            changed.add(device.endpoint());
        } else {
            left.add(device);
        }
    }

    void persist() {
        List<Device> batch = new ArrayList<>(left);
        changed.stream().map(registered::get).filter(java.util.Objects::nonNull).forEach(batch::add);
        if (!batch.isEmpty()) {
            catalogue.save(batch);
        }
        left.clear();
        changed.clear();
    }
}
