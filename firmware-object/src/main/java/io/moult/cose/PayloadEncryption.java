package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Encrypts one payload, once, for any number of recipients (draft-ietf-suit-firmware-encryption-24). The key and the IV
 * are made here and serve this payload alone. The small part for each recipient can be made before, after and again: the
 * ciphertext stays the same. One payload, one object, one thread.
 */
public final class PayloadEncryption {
    private final ContentCipher cipher;
    private final SecureRandom random;
    private final Bytes key;
    private final Bytes iv;
    private final Bytes protectedHeader;
    private final CipherRun run;
    private boolean finished;

    public PayloadEncryption(ContentCipher cipher, SecureRandom random) {
        this.cipher = cipher;
        this.random = random;
        this.key = fresh(cipher.keyBytes());
        this.iv = fresh(cipher.ivBytes());
        this.protectedHeader = cipher.isAuthenticated()
                ? new CborWriter()
                        .item(new CborItem.Mapping(List.of(algorithm())))
                        .toBytes()
                : Bytes.EMPTY;
        this.run =
                CipherRun.start(true, cipher, key, iv, CipherRun.encStructure(EncryptionInfo.CONTEXT, protectedHeader));
    }

    /** How a payload is encrypted and for whom, for people; nothing of it is checked. */
    public static String describe(Bytes encryptionInfo, DecoderLimits limits) {
        try {
            EncryptionInfo info = EncryptionInfo.read(encryptionInfo, limits);
            String keys = info.keys().stream()
                    .map(key -> CoseAlgorithm.label(key.algorithm())
                            + key.keyId()
                                    .map(name -> " to key "
                                            + (name.length() > 8
                                                    ? name.slice(0, 8).hex() + "…"
                                                    : name.hex()))
                                    .orElse(""))
                    .collect(Collectors.joining(", "));
            return CoseAlgorithm.label(info.cipher().number()) + (keys.isEmpty() ? "" : ", " + keys);
        } catch (CborException e) {
            return "malformed";
        } catch (CoseException e) {
            return e.isUnsupported() ? e.detail() : "malformed";
        }
    }

    /** How much longer the ciphertext is than the plaintext: by the tag, if the cipher has one. */
    public int extraBytes() {
        return cipher.isAuthenticated() ? ContentCipher.TAG_BYTES : 0;
    }

    /** SUIT_Encryption_Info for these recipients, at least one. */
    public Bytes encryptionInfo(List<EncryptionRecipient> recipients) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("encrypted for nobody");
        }
        List<CborItem.Pair> unprotected = new ArrayList<>();
        if (!cipher.isAuthenticated()) {
            unprotected.add(algorithm());
        }
        unprotected.add(CoseKey.part(CoseHeaders.IV, iv));
        CborWriter writer = new CborWriter()
                .tag(EncryptionInfo.TAG)
                .array(4)
                .bytes(protectedHeader)
                .item(new CborItem.Mapping(unprotected))
                .nil()
                .array(recipients.size());
        recipients.forEach(recipient -> writer.raw(recipient.wrap(key, random)));
        return writer.toBytes();
    }

    /** The ciphertext that a piece of plaintext gives; a few octets may come later. */
    public Bytes update(Bytes plaintext) {
        requireRunning();
        return run.update(plaintext);
    }

    /** The rest of the ciphertext, with the tag if the cipher has one. */
    public Bytes finish() {
        requireRunning();
        finished = true;
        return run.finish().orElseThrow(() -> new IllegalStateException("encryption that does not end"));
    }

    private CborItem.Pair algorithm() {
        return CoseKey.part(CoseHeaders.ALGORITHM, cipher.number());
    }

    private Bytes fresh(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    private void requireRunning() {
        if (finished) {
            throw new IllegalStateException("encryption goes on after its end");
        }
    }
}
