package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import java.util.List;
import java.util.Optional;

/**
 * COSE_recipient: the payload's key, wrapped for one recipient (RFC 9052 section 8.5, draft-ietf-suit-firmware-encryption-24).
 *
 * @param algorithm A128KW, A192KW, A256KW or ECDH-ES + A128KW
 * @param ephemeralKey the sender's half of the agreement, for the last of them
 */
record EncryptedKey(
        long algorithm,
        Optional<Bytes> keyId,
        Bytes protectedHeader,
        Optional<CborItem> ephemeralKey,
        Optional<Bytes> salt,
        Bytes wrapped) {
    private static final List<Long> KEY_WRAPS = List.of(-3L, -4L, -5L);

    static EncryptedKey read(CborItem item, DecoderLimits limits) throws CborException, CoseException {
        List<CborItem> parts = item.array("a recipient");
        if (parts.size() == 4) {
            throw CoseException.unsupported("a recipient with recipients");
        }
        if (parts.size() != 3) {
            throw CoseException.malformed("a recipient not of three parts");
        }
        CoseHeaders headers = CoseHeaders.read(parts, limits);
        headers.checkCritical();
        long algorithm = headers.anyAlgorithm();
        Bytes wrapped = parts.get(2).bytes("the wrapped key");
        if (KEY_WRAPS.contains(algorithm)) {
            if (!headers.isProtectedEmpty()) {
                throw CoseException.malformed("a key wrap with a protected header, which it cannot protect");
            }
            return new EncryptedKey(
                    algorithm, headers.keyId(), Bytes.EMPTY, Optional.empty(), Optional.empty(), wrapped);
        }
        if (algorithm != KeyAgreement.ALGORITHM) {
            throw CoseException.unsupported(CoseAlgorithm.label(algorithm));
        }
        headers.protectedAlgorithm();
        for (long label = KeyAgreement.FIRST_PARTY; label <= KeyAgreement.LAST_PARTY; label++) {
            if (headers.find(label).isPresent()) {
                throw CoseException.unsupported("a key agreement with named parties");
            }
        }
        Optional<CborItem> ephemeralKey = headers.find(KeyAgreement.EPHEMERAL_KEY);
        if (ephemeralKey.isEmpty()) {
            throw CoseException.malformed("a key agreement without an ephemeral key");
        }
        return new EncryptedKey(
                algorithm,
                headers.keyId(),
                headers.covered(),
                ephemeralKey,
                headers.octets(KeyAgreement.SALT, "the salt"),
                wrapped);
    }
}
