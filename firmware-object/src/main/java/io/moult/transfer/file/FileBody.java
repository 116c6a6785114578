package io.moult.transfer.file;

import io.moult.bytes.Bytes;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.BodySource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A body that is a file: one open channel, positional reads, any number of readers. The file must not change. */
public final class FileBody implements BodySource, AutoCloseable {
    private final FileChannel channel;
    private final long length;
    private final Bytes digest;

    private FileBody(FileChannel channel, long length, Bytes digest) {
        this.channel = channel;
        this.length = length;
        this.digest = digest;
    }

    /** Opens a file and digests it once. */
    public static FileBody open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileBody(channel, channel.size(), sha256(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a file whose SHA-256 is known. */
    public static FileBody open(Path file, Bytes sha256) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileBody(channel, channel.size(), sha256);
    }

    @Override
    public long lengthBytes() {
        return length;
    }

    @Override
    public BodyIdentity identity() {
        return BodyIdentity.ofDigest(digest);
    }

    /** The SHA-256 of the whole body. */
    public Bytes sha256() {
        return digest;
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes > length) {
            throw new IndexOutOfBoundsException(lengthBytes + " octets at " + offsetBytes + " of a body of " + length);
        }
        byte[] octets = new byte[lengthBytes];
        ByteBuffer target = ByteBuffer.wrap(octets);
        while (target.hasRemaining()) {
            if (channel.read(target, offsetBytes + target.position()) < 0) {
                throw new EOFException("the file is shorter than it was: no octet " + (offsetBytes + target.position())
                        + " of " + length);
            }
        }
        return Bytes.wrap(octets);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Bytes sha256(FileChannel channel) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        long position = 0;
        for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
            position += read;
            digest.update(buffer.flip());
            buffer.clear();
        }
        return Bytes.wrap(digest.digest());
    }
}
