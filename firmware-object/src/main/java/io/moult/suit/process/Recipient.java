package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The port over the device that a manifest is run on. Payloads do not pass through here: the processor asks for them by
 * {@link Step.NeedPayload} and is told when they are stored. Every method returns when its effect is durable, and says
 * why there is none when it refuses.
 */
public interface Recipient extends RecipientView {
    /** Replaces the component's octets. */
    Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) throws IOException;

    /**
     * Replaces the component's octets by another's.
     *
     * @param sizeBytes how many of the source's octets; all of them if empty
     */
    default Optional<Refusal> copy(ComponentId source, ComponentId target, OptionalLong sizeBytes, Handling handling)
            throws IOException {
        return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMMAND, "copy"));
    }

    /** Exchanges the octets of two components, such that a power cut at any moment loses neither. */
    default Optional<Refusal> swap(ComponentId source, ComponentId target) throws IOException {
        return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMMAND, "swap"));
    }

    /** From now on somebody counts on a component. Idempotent. */
    default void link(ComponentId component, ComponentId holder) throws IOException {}

    /**
     * Somebody counts on a component no longer. Idempotent: nobody can give it up twice.
     *
     * @return whether nobody is left who does
     */
    default boolean unlink(ComponentId component, ComponentId holder) throws IOException {
        return false;
    }

    /** Empties a component that nobody counts on. */
    default Optional<Refusal> remove(ComponentId component) throws IOException {
        return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_COMMAND, "unlink"));
    }
}
