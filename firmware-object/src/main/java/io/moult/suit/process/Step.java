package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.verify.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a {@link ManifestProcessor} has come to. */
public sealed interface Step {
    /** It cannot go on by itself: what it needs from outside. */
    sealed interface Need extends Step {}

    /**
     * It waits for a payload: fetch it or take it as it arrives, store it, then call {@link
     * ManifestProcessor#payloadStored}; or say that it cannot be had with {@link ManifestProcessor#gaveUp}.
     *
     * @param origin the manifest that asks: a payload in an envelope is looked for in that one's
     * @param uri {@code #name} for a payload in the envelope, or an address
     * @param imageSizeBytes unsigned, of what is stored; empty if the manifest does not say
     * @param imageDigest of what is stored, to check by while storing; the manifest's own conditions check what was
     *     stored
     */
    record NeedPayload(
            ManifestPath origin,
            ComponentId component,
            String uri,
            OptionalLong imageSizeBytes,
            Optional<Digest> imageDigest,
            Handling handling)
            implements Need {
        public NeedPayload {
            Objects.requireNonNull(origin);
            Objects.requireNonNull(component);
            Objects.requireNonNull(uri);
            Objects.requireNonNull(imageSizeBytes);
            Objects.requireNonNull(imageDigest);
            Objects.requireNonNull(handling);
        }
    }

    /**
     * It waits for the envelope of another manifest, to be stored in a component just as a payload is.
     *
     * @param origin the manifest that asks: an integrated dependency is looked for in that one's envelope
     * @param manifestDigest of the manifest inside, if it was said
     */
    record NeedDependency(
            ManifestPath origin, ComponentId component, String uri, Optional<Digest> manifestDigest, Handling handling)
            implements Need {
        public NeedDependency {
            Objects.requireNonNull(origin);
            Objects.requireNonNull(component);
            Objects.requireNonNull(uri);
            Objects.requireNonNull(manifestDigest);
            Objects.requireNonNull(handling);
        }
    }

    /** It waits for events; call {@link ManifestProcessor#proceed} when one of them may have come: it looks again. */
    record Wait(ComponentId component, List<WaitEvent> events) implements Need {
        public Wait {
            Objects.requireNonNull(component);
            events = List.copyOf(events);
        }
    }

    /**
     * What the component holds is to be run. If it comes back, call {@link ManifestProcessor#proceed}.
     *
     * @param arguments of the device's own form
     */
    record Invoke(ComponentId component, Optional<Bytes> arguments) implements Need {
        public Invoke {
            Objects.requireNonNull(component);
            Objects.requireNonNull(arguments);
        }
    }

    /** All commands succeeded. */
    record Done() implements Step {}

    /** A command failed; the rest was not run. */
    record Failed(Refusal refusal) implements Step {
        public Failed {
            Objects.requireNonNull(refusal);
        }
    }
}
