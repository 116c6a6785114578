package io.moult.server.device;

import io.moult.bytes.Bytes;
import java.util.Objects;

/**
 * The pre-shared key of a device (R45).
 *
 * @param identity the PSK identity of the DTLS handshake
 * @param key 1 to 64 octets; never printed
 */
public record Credential(String endpoint, String identity, Bytes key) {
    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_KEY_BYTES = 64;

    public Credential {
        requireName("endpoint", endpoint);
        requireName("identity", identity);
        Objects.requireNonNull(key);
        if (key.isEmpty() || key.length() > LONGEST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key has " + key.length() + " octets, not 1 to " + LONGEST_KEY_BYTES);
        }
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the " + what + " must have 1 to " + LONGEST_NAME + " printable characters");
        }
    }

    @Override
    public String toString() {
        return "Credential[endpoint=" + endpoint + ", identity=" + identity + "]";
    }
}
