package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cose.PayloadEncryption;
import io.moult.suit.author.EnvelopeDraft;
import java.io.IOException;
import java.io.InputStream;

/** A payload's ciphertext, made as it is read, and once: the same key never encrypts anything twice. */
final class EncryptedContent implements EnvelopeDraft.Content {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final EnvelopeDraft.Content plain;
    private final PayloadEncryption encryption;
    private boolean opened;

    EncryptedContent(EnvelopeDraft.Content plain, PayloadEncryption encryption) {
        this.plain = plain;
        this.encryption = encryption;
    }

    @Override
    public long lengthBytes() throws IOException {
        return plain.lengthBytes() + encryption.extraBytes();
    }

    @Override
    public InputStream open() throws IOException {
        if (opened) {
            throw new IllegalStateException("a payload that is encrypted twice with one key");
        }
        opened = true;
        return new Ciphertext(plain.open());
    }

    private final class Ciphertext extends InputStream {
        private final InputStream in;
        private Bytes piece = Bytes.EMPTY;
        private int read;
        private boolean ended;

        Ciphertext(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (read == piece.length()) {
                if (ended) {
                    return -1;
                }
                advance();
            }
            int count = Math.min(length, piece.length() - read);
            piece.slice(read, read + count).copyInto(target, offset);
            read += count;
            return count;
        }

        private void advance() throws IOException {
            byte[] chunk = in.readNBytes(CHUNK_BYTES);
            ended = chunk.length == 0;
            piece = ended ? encryption.finish() : encryption.update(Bytes.wrap(chunk));
            read = 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
