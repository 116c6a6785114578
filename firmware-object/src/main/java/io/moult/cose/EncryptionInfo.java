package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SUIT_Encryption_Info, which is a COSE_Encrypt whose ciphertext is elsewhere (draft-ietf-suit-firmware-encryption-24).
 *
 * @param protectedHeader what the payload's tag covers besides the payload
 * @param keys the payload's key for each recipient, as far as we know how it is wrapped
 * @param unsupported what was said of the first recipient of another kind
 */
record EncryptionInfo(
        ContentCipher cipher,
        Bytes iv,
        Bytes protectedHeader,
        List<EncryptedKey> keys,
        Optional<CoseException> unsupported) {
    static final long TAG = 96;
    /** Of the Enc_structure. */
    static final String CONTEXT = "Encrypt";

    private static final long TAG_ENCRYPT0 = 16;

    EncryptionInfo {
        keys = List.copyOf(keys);
    }

    static EncryptionInfo read(Bytes encoded, DecoderLimits limits) throws CborException, CoseException {
        CborItem item = CborReader.readDocument(encoded, limits);
        if (!(item instanceof CborItem.Tagged tagged) || tagged.tag() != TAG) {
            throw CoseException.unsupported(
                    item instanceof CborItem.Tagged other && other.tag() == TAG_ENCRYPT0
                            ? "COSE_Encrypt0"
                            : "what is not a tagged COSE_Encrypt");
        }
        List<CborItem> parts = tagged.item().array("COSE_Encrypt");
        if (parts.size() != 4) {
            throw CoseException.malformed("not of 4 parts");
        }
        CoseHeaders headers = CoseHeaders.read(parts, limits);
        headers.checkCritical();
        ContentCipher cipher = cipher(headers);
        if (!parts.get(2).equals(CborItem.Simple.NULL)) {
            throw CoseException.malformed("a ciphertext that is not detached");
        }
        return readKeys(cipher, headers, parts.get(3).array("the recipients"), limits);
    }

    /** A tag can cover the algorithm, so it must; counter mode has none, and there nothing may pretend to be covered. */
    private static ContentCipher cipher(CoseHeaders headers) throws CborException, CoseException {
        long number = headers.anyAlgorithm();
        Optional<ContentCipher> cipher = ContentCipher.of(number);
        if (cipher.isEmpty()) {
            throw CoseException.unsupported(CoseAlgorithm.label(number));
        }
        if (cipher.get().isAuthenticated()) {
            headers.protectedAlgorithm();
        } else if (!headers.isProtectedEmpty()) {
            throw CoseException.malformed(
                    CoseAlgorithm.label(number) + " with a protected header, which it cannot protect");
        }
        return cipher.get();
    }

    private static EncryptionInfo readKeys(
            ContentCipher cipher, CoseHeaders headers, List<CborItem> recipients, DecoderLimits limits)
            throws CborException, CoseException {
        Optional<Bytes> iv = headers.octets(CoseHeaders.IV, "the IV");
        if (iv.isEmpty() || headers.find(CoseHeaders.PARTIAL_IV).isPresent()) {
            throw CoseException.unsupported("an IV that is not, or not whole, in the header");
        }
        if (iv.get().length() != cipher.ivBytes()) {
            throw CoseException.malformed("an IV of " + iv.get().length() + " octets, where "
                    + CoseAlgorithm.label(cipher.number()) + " takes " + cipher.ivBytes());
        }
        if (recipients.isEmpty()) {
            throw CoseException.malformed("no recipient");
        }
        limits.check(Limit.RECIPIENTS, recipients.size());
        List<EncryptedKey> keys = new ArrayList<>();
        Optional<CoseException> unsupported = Optional.empty();
        for (CborItem recipient : recipients) {
            try {
                EncryptedKey key = EncryptedKey.read(recipient, limits);
                if (key.wrapped().length() != cipher.keyBytes() + KeyWrap.EXTRA_BYTES) {
                    throw CoseException.malformed(
                            "a wrapped key of " + key.wrapped().length() + " octets, where "
                                    + CoseAlgorithm.label(cipher.number()) + " takes "
                                    + (cipher.keyBytes() + KeyWrap.EXTRA_BYTES));
                }
                keys.add(key);
            } catch (CoseException e) {
                if (!e.isUnsupported()) {
                    throw e;
                }
                unsupported = unsupported.or(() -> Optional.of(e));
            }
        }
        return new EncryptionInfo(cipher, iv.get(), headers.covered(), keys, unsupported);
    }
}
