package io.moult.boot.image;

import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The images of a set, one after the other as they come; none is whole in memory. Owned by one thread. */
public interface ComingImages {
    /** One of them. Its octets are to be read before the next is asked for. */
    record ComingImage(ComponentId component, InputStream octets) {}

    /** The next one; empty after the last. */
    Optional<ComingImage> next() throws IOException;

    /** Images that are there. */
    static ComingImages of(Map<ComponentId, InputStream> images) {
        Iterator<Map.Entry<ComponentId, InputStream>> entries =
                images.entrySet().iterator();
        return () -> entries.hasNext() ? Optional.of(coming(entries.next())) : Optional.empty();
    }

    private static ComingImage coming(Map.Entry<ComponentId, InputStream> entry) {
        return new ComingImage(entry.getKey(), entry.getValue());
    }
}
