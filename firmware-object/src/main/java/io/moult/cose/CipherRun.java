package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.CTRModeCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * One pass of a {@link ContentCipher} over one payload, piece by piece. By Bouncy Castle, because the JDK holds back all
 * of an authenticated plaintext, however large, until the tag has come.
 */
interface CipherRun {
    /** What comes out for what goes in; a few octets may be held back. */
    Bytes update(Bytes piece);

    /** What was held back; nothing at all if the tag is wrong or missing. */
    Optional<Bytes> finish();

    /** @param covered what the tag covers besides the message: an {@link #encStructure} */
    static CipherRun start(boolean encrypts, ContentCipher cipher, Bytes key, Bytes iv, Bytes covered) {
        KeyParameter keyParameter = new KeyParameter(key.toArray());
        if (!cipher.isAuthenticated()) {
            CTRModeCipher counter = SICBlockCipher.newInstance(AESEngine.newInstance());
            counter.init(encrypts, new ParametersWithIV(keyParameter, iv.toArray()));
            return new Counter(counter);
        }
        AEADCipher aead = cipher == ContentCipher.CHACHA20_POLY1305
                ? new ChaCha20Poly1305()
                : GCMBlockCipher.newInstance(AESEngine.newInstance());
        aead.init(
                encrypts,
                new AEADParameters(keyParameter, ContentCipher.TAG_BYTES * Byte.SIZE, iv.toArray(), covered.toArray()));
        return new Authenticated(aead);
    }

    /** Enc_structure (RFC 9052 section 5.3), without external data. */
    static Bytes encStructure(String context, Bytes protectedHeader) {
        return new CborWriter()
                .array(3)
                .text(context)
                .bytes(protectedHeader)
                .bytes(Bytes.EMPTY)
                .toBytes();
    }

    /** Counter mode: in and out are of one length. */
    final class Counter implements CipherRun {
        private final CTRModeCipher cipher;

        private Counter(CTRModeCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public Bytes update(Bytes piece) {
            byte[] out = new byte[piece.length()];
            cipher.processBytes(piece.toArray(), 0, out.length, out, 0);
            return Bytes.wrap(out);
        }

        @Override
        public Optional<Bytes> finish() {
            return Optional.of(Bytes.EMPTY);
        }
    }

    /** A cipher with a tag at the end. */
    final class Authenticated implements CipherRun {
        private final AEADCipher cipher;

        private Authenticated(AEADCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public Bytes update(Bytes piece) {
            byte[] out = new byte[cipher.getUpdateOutputSize(piece.length())];
            int length = cipher.processBytes(piece.toArray(), 0, piece.length(), out, 0);
            return Bytes.wrap(Arrays.copyOf(out, length));
        }

        @Override
        public Optional<Bytes> finish() {
            byte[] out = new byte[cipher.getOutputSize(0)];
            try {
                int length = cipher.doFinal(out, 0);
                return Optional.of(Bytes.wrap(Arrays.copyOf(out, length)));
            } catch (InvalidCipherTextException e) {
                return Optional.empty();
            }
        }
    }
}
