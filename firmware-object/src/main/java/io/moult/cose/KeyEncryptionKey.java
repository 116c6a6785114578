package io.moult.cose;

import io.moult.bytes.Bytes;

/**
 * A secret that is shared with a device and wraps the keys of payloads.
 *
 * @param algorithm the key wrap that it is for
 */
record KeyEncryptionKey(long algorithm, Bytes secret) {
    /**
     * The secret in a symmetric COSE_Key.
     *
     * <p>Deviation: its length tells the key wrap, not which of them the key says it is for. Known material says A192KW of
     * 16 octets.
     */
    static KeyEncryptionKey of(CoseKey key) throws KeyFileException {
        Bytes secret = key.octets(CoseKey.ONLY_PART, "the secret");
        long algorithm = KeyWrap.algorithm(secret.length())
                .orElseThrow(() -> new KeyFileException(
                        "is a secret of " + secret.length() + " octets, where a key wrap takes 16, 24 or 32"));
        return new KeyEncryptionKey(algorithm, secret);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "key-encryption key of " + secret.length() + " octets";
    }
}
