package io.moult.client;

import io.moult.bytes.Bytes;

/** A DTLS pre-shared key and the identity under which the server knows it (RFC 4279). */
public record PskCredentials(String identity, Bytes key) {
    public PskCredentials {
        if (identity.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("a pre-shared key needs an identity and at least one octet");
        }
    }

    /** Without the key, which belongs in no log. */
    @Override
    public String toString() {
        return "PskCredentials[" + identity + "]";
    }
}
