package io.moult.cose;

import io.moult.bytes.Bytes;

/**
 * A secret that is shared with somebody and encrypts messages by itself, with no key in between. Not for payloads: those
 * have a key each.
 *
 * @param cipher one with a tag
 */
public record ContentKey(ContentCipher cipher, Bytes secret) {
    public ContentKey {
        if (!cipher.isAuthenticated() || secret.length() != cipher.keyBytes()) {
            throw new IllegalArgumentException(cipher + " with a secret of " + secret.length() + " octets");
        }
    }

    /** A symmetric COSE_Key, which says what it is for: one secret, one cipher. */
    static ContentKey ofCoseKey(CoseKey key) throws KeyFileException {
        key.requireUse(CoseKey.TO_ENCRYPT);
        long algorithm = key.algorithm()
                .orElseThrow(() -> new KeyFileException("is a COSE_Key that does not say which cipher it is for"));
        ContentCipher cipher = ContentCipher.of(algorithm)
                .filter(ContentCipher::isAuthenticated)
                .orElseThrow(() -> new KeyFileException(
                        "is a COSE_Key for " + CoseAlgorithm.label(algorithm) + ", which encrypts no messages here"));
        if (key.type() != CoseKey.TYPE_SYMMETRIC) {
            throw new KeyFileException("is a COSE_Key that is no shared secret");
        }
        return new ContentKey(cipher, key.octets(CoseKey.ONLY_PART, "the secret", cipher.keyBytes()));
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "key for " + CoseAlgorithm.label(cipher.number());
    }
}
