package io.moult.server.device;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The durable records of all devices. Safe for any thread. */
public interface DeviceCatalogue {
    Optional<Device> find(String endpoint);

    /** Devices by endpoint name, from the one after the given name (empty: from the first). */
    List<Device> list(String afterEndpoint, int limit);

    /** In one transaction. */
    void save(Collection<Device> devices);
}
