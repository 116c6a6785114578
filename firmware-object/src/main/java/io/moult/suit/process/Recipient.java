package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import java.io.IOException;

/**
 * The port over the device that a manifest is run on. Payloads do not pass through here: the processor asks for them by
 * {@link Step.NeedPayload} and is told when they are stored. Every method returns when its effect is durable.
 */
public interface Recipient extends RecipientView {
    /** Replaces the component's octets. */
    void write(ComponentId component, Bytes content) throws IOException;

    /** Replaces the component's octets by another's. */
    void copy(ComponentId source, ComponentId target, long sizeBytes) throws IOException;
}
