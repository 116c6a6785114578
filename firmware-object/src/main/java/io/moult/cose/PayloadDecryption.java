package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.DecoderLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decrypts one payload piece by piece, in memory that does not grow with it (draft-ietf-suit-firmware-encryption-24).
 *
 * <p><b>What comes out is not to be acted on until {@link #finish} has said yes.</b> The caller writes it where nothing
 * runs or reads it, such as the candidate's slot, and erases it after a no. With AES-CTR there is no tag: finish says yes
 * to anything, and only the manifest's digest, over the ciphertext before or the plaintext after, shows that it is right.
 * So a caller checks that digest in any case.
 *
 * <p>One payload, one object, one thread.
 */
public final class PayloadDecryption {
    private final CipherRun run;
    private final boolean authenticated;
    private boolean finished;

    private PayloadDecryption(CipherRun run, boolean authenticated) {
        this.run = run;
        this.authenticated = authenticated;
    }

    /** Opens the payload's key with one of the device's keys. */
    public static DecryptionStart begin(Bytes encryptionInfo, List<DecryptionKey> keys, DecoderLimits limits) {
        return begin(encryptionInfo, keys, limits, KeyAgreement.SUIT);
    }

    static DecryptionStart begin(
            Bytes encryptionInfo, List<DecryptionKey> keys, DecoderLimits limits, Optional<Bytes> other) {
        try {
            EncryptionInfo info = EncryptionInfo.read(encryptionInfo, limits);
            Optional<Bytes> key = open(info, keys, other);
            if (key.isEmpty()) {
                return info.keys().isEmpty() && info.unsupported().isPresent()
                        ? refused(info.unsupported().get())
                        : new DecryptionStart.Refused(
                                DecryptionStart.Reason.NO_RECIPIENT, "no key of this device opens it");
            }
            CipherRun run = CipherRun.start(
                    false,
                    info.cipher(),
                    key.get(),
                    info.iv(),
                    CipherRun.encStructure(EncryptionInfo.CONTEXT, info.protectedHeader()));
            return new DecryptionStart.Ready(
                    new PayloadDecryption(run, info.cipher().isAuthenticated()));
        } catch (CborException e) {
            return malformed(e.detail());
        } catch (CoseException e) {
            return refused(e);
        } catch (KeyFileException e) {
            return malformed("an ephemeral key that " + e.detail());
        }
    }

    /** Tries the recipients that name a key of ours, then all: a key wrap shows by itself whether it was opened right. */
    private static Optional<Bytes> open(EncryptionInfo info, List<DecryptionKey> keys, Optional<Bytes> other)
            throws KeyFileException {
        List<EncryptedKey> ordered = new ArrayList<>();
        info.keys().stream().filter(one -> isNamed(one, keys)).forEach(ordered::add);
        info.keys().stream().filter(one -> !isNamed(one, keys)).forEach(ordered::add);
        for (EncryptedKey encrypted : ordered) {
            for (DecryptionKey key : keys) {
                Optional<Bytes> opened = key.open(encrypted, other);
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(EncryptedKey encrypted, List<DecryptionKey> keys) {
        return encrypted.keyId().isPresent()
                && keys.stream().anyMatch(key -> key.keyId().equals(encrypted.keyId()));
    }

    /** The plaintext that a piece of ciphertext gives; a few octets may come later. */
    public Bytes update(Bytes ciphertext) {
        requireRunning();
        return run.update(ciphertext);
    }

    /** The rest of the plaintext, at the end of the ciphertext; nothing if its tag is wrong or it is cut short. */
    public Optional<Bytes> finish() {
        requireRunning();
        finished = true;
        return run.finish();
    }

    /** Whether the end proves that the sender made the ciphertext as it is. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    private void requireRunning() {
        if (finished) {
            throw new IllegalStateException("decryption goes on after its end");
        }
    }

    private static DecryptionStart malformed(String detail) {
        return new DecryptionStart.Refused(DecryptionStart.Reason.MALFORMED, "encryption info: " + detail);
    }

    private static DecryptionStart refused(CoseException e) {
        return e.isUnsupported()
                ? new DecryptionStart.Refused(DecryptionStart.Reason.UNSUPPORTED, e.detail())
                : malformed(e.detail());
    }
}
