package io.moult.cose;

import io.moult.bytes.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESWrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES key wrap (RFC 3394): a key in eight octets more, which show whether it was opened by the right one. */
final class KeyWrap {
    static final int EXTRA_BYTES = 8;
    /** For key-encryption keys of 16, 24 and 32 octets (RFC 9053 section 6.2). */
    private static final long A128KW = -3;

    private KeyWrap() {}

    /** The algorithm's number for a key-encryption key of some length. */
    static Optional<Long> algorithm(int keyBytes) {
        return switch (keyBytes) {
            case 16 -> Optional.of(A128KW);
            case 24 -> Optional.of(A128KW - 1);
            case 32 -> Optional.of(A128KW - 2);
            default -> Optional.empty();
        };
    }

    static Bytes wrap(Bytes keyEncryptionKey, Bytes key) {
        AESWrapEngine engine = new AESWrapEngine();
        engine.init(true, new KeyParameter(keyEncryptionKey.toArray()));
        return Bytes.wrap(engine.wrap(key.toArray(), 0, key.length()));
    }

    /** The key; none if another key-encryption key has wrapped it, or the octets were changed. */
    static Optional<Bytes> unwrap(Bytes keyEncryptionKey, Bytes wrapped) {
        AESWrapEngine engine = new AESWrapEngine();
        engine.init(false, new KeyParameter(keyEncryptionKey.toArray()));
        try {
            return Optional.of(Bytes.wrap(engine.unwrap(wrapped.toArray(), 0, wrapped.length())));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }
}
