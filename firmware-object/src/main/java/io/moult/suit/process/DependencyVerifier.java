package io.moult.suit.process;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Verification;
import java.util.Optional;

/** The port over whom a device believes about manifests that others depend on. */
@FunctionalInterface
public interface DependencyVerifier {
    /**
     * Judges an envelope, signature and all.
     *
     * @param component which holds it
     * @param prefix stands before the identifiers of its components
     */
    Verification verify(Envelope envelope, ComponentId component, Optional<ComponentId> prefix);
}
