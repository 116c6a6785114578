package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/** Whom a device believes (RFC 6024). Immutable. An empty store believes nobody. */
public final class TrustStore {
    private final List<TrustAnchor> anchors;

    private TrustStore(List<TrustAnchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    public static TrustStore of(List<TrustAnchor> anchors) {
        return new TrustStore(anchors);
    }

    public static TrustStore of(TrustAnchor... anchors) {
        return new TrustStore(List.of(anchors));
    }

    public List<TrustAnchor> anchors() {
        return anchors;
    }

    public boolean isEmpty() {
        return anchors.isEmpty();
    }

    /** The anchor of this name. */
    public Optional<TrustAnchor> find(Bytes keyId) {
        for (TrustAnchor anchor : anchors) {
            if (anchor.isNamed(keyId)) {
                return Optional.of(anchor);
            }
        }
        return Optional.empty();
    }
}
