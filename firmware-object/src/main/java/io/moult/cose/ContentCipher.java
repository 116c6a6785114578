package io.moult.cose;

import java.util.Optional;

/** The ciphers for payloads (RFC 9053 section 4, RFC 9459): a closed registry; a new one is a line here. */
public enum ContentCipher {
    A128GCM(1, 16, 12, true),
    A256GCM(3, 32, 12, true),
    CHACHA20_POLY1305(24, 32, 12, true),
    A128CTR(-65534, 16, 16, false),
    A192CTR(-65533, 24, 16, false),
    A256CTR(-65532, 32, 16, false);

    /** The tag that an authenticated ciphertext ends with. */
    static final int TAG_BYTES = 16;

    private final int number;
    private final int keyBytes;
    private final int ivBytes;
    private final boolean authenticated;

    ContentCipher(int number, int keyBytes, int ivBytes, boolean authenticated) {
        this.number = number;
        this.keyBytes = keyBytes;
        this.ivBytes = ivBytes;
        this.authenticated = authenticated;
    }

    public int number() {
        return number;
    }

    int keyBytes() {
        return keyBytes;
    }

    int ivBytes() {
        return ivBytes;
    }

    /** Whether the ciphertext ends with a tag over all of it; without one, only the manifest's digest guards it. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    static Optional<ContentCipher> of(long number) {
        for (ContentCipher cipher : values()) {
            if (cipher.number == number) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }
}
