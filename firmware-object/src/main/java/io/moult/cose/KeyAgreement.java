package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** From a secret that two have agreed upon to the key that wraps the payload's key: ECDH-ES + A128KW (RFC 9053). */
final class KeyAgreement {
    /** ECDH-ES + A128KW. */
    static final long ALGORITHM = -29;

    static final long EPHEMERAL_KEY = -1;
    static final long SALT = -20;
    /** The labels of the parties' identities and nonces, which SUIT leaves empty. */
    static final long FIRST_PARTY = -26;

    static final long LAST_PARTY = -21;

    private static final long A128KW = -3;
    private static final int KEY_BYTES = 16;
    /** What binds the key to this use of it (draft-ietf-suit-firmware-encryption-24, Context Information Structure). */
    static final Optional<Bytes> SUIT =
            Optional.of(Bytes.wrap("SUIT Payload Encryption".getBytes(StandardCharsets.US_ASCII)));

    private KeyAgreement() {}

    /**
     * The key-encryption key.
     *
     * @param other what the key is bound to besides the algorithm: {@link #SUIT}, but in other protocols' examples
     */
    static Bytes keyEncryptionKey(Bytes secret, Optional<Bytes> salt, Bytes protectedHeader, Optional<Bytes> other) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(
                secret.toArray(),
                salt.orElse(Bytes.EMPTY).toArray(),
                context(protectedHeader, other).toArray()));
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(key, 0, key.length);
        return Bytes.wrap(key);
    }

    /** COSE_KDF_Context (RFC 9053 section 5.2). */
    static Bytes context(Bytes protectedHeader, Optional<Bytes> other) {
        CborWriter writer = new CborWriter().array(4).integer(A128KW);
        for (int party = 0; party < 2; party++) {
            writer.array(3).nil().nil().nil();
        }
        writer.array(other.isPresent() ? 3 : 2).unsigned(KEY_BYTES * 8L).bytes(protectedHeader);
        other.ifPresent(writer::bytes);
        return writer.toBytes();
    }

    /** The protected header of a recipient: the algorithm alone. */
    static Bytes protectedHeader() {
        return new CborWriter()
                .item(new CborItem.Mapping(java.util.List.of(CoseKey.part(CoseHeaders.ALGORITHM, ALGORITHM))))
                .toBytes();
    }
}
