package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;
import java.util.UUID;

/** What conditions are shown of a device: nothing in here changes anything. */
public interface RecipientView {
    UUID vendorId();

    UUID classId();

    /** Whether the device has this component. */
    boolean hasComponent(ComponentId component);

    /** The index of the slot that the component's octets are, or are to be, in. */
    long slot(ComponentId component);

    /** SHA-256 of the first octets of the component, read from where they are stored. */
    Bytes sha256(ComponentId component, long sizeBytes) throws IOException;
}
