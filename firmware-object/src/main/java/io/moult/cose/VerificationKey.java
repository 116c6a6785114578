package io.moult.cose;

import io.moult.bytes.Bytes;

/** A key that checks authentication blocks. Immutable; equal to another when it is the same key. */
public abstract class VerificationKey {
    private final KeyKind kind;
    private final Bytes thumbprint;

    VerificationKey(KeyKind kind, Bytes thumbprint) {
        this.kind = kind;
        this.thumbprint = thumbprint;
    }

    public final KeyKind kind() {
        return kind;
    }

    /** SHA-256 over what makes the key (RFC 9679): however it was written, the same key has the same one. */
    public final Bytes thumbprint() {
        return thumbprint;
    }

    /** Whether this key, or its private part, made the authenticator over the octets. Never throws for bad octets. */
    public abstract boolean verifies(Bytes octets, Bytes authenticator);

    @Override
    public final boolean equals(Object other) {
        return other instanceof VerificationKey that && thumbprint.equals(that.thumbprint);
    }

    @Override
    public final int hashCode() {
        return thumbprint.hashCode();
    }

    @Override
    public final String toString() {
        return kind.label() + " key " + thumbprint.slice(0, 8).hex();
    }
}
