package io.moult.transfer.file;

import io.moult.bytes.Bytes;
import io.moult.transfer.BodyIdentity;
import io.moult.transfer.BodySource;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A body that is a file, opened once for any number of readers on any threads. The file must not change while it is
 * open; one that has become shorter is noticed.
 */
public final class FileBody implements BodySource, AutoCloseable {
    /** Not a channel: an interrupt of one reader would close it for all of them. */
    private final RandomAccessFile file;

    private final long length;
    private final Bytes digest;
    private final BodyIdentity identity;

    private FileBody(RandomAccessFile file, Bytes digest) throws IOException {
        this.file = file;
        this.length = file.length();
        this.digest = digest;
        this.identity = BodyIdentity.ofDigest(digest);
    }

    /** Opens a file and digests it once. */
    public static FileBody open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new FileBody(file, sha256(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens a file whose SHA-256 is known. */
    public static FileBody open(Path path, Bytes sha256) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new FileBody(file, sha256);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long lengthBytes() {
        return length;
    }

    @Override
    public BodyIdentity identity() {
        return identity;
    }

    /** The SHA-256 of the whole body. */
    public Bytes sha256() {
        return digest;
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes > length - lengthBytes) {
            throw new IndexOutOfBoundsException(lengthBytes + " octets at " + offsetBytes + " of a body of " + length);
        }
        byte[] octets = new byte[lengthBytes];
        synchronized (file) {
            file.seek(offsetBytes);
            try {
                file.readFully(octets);
            } catch (EOFException e) {
                throw new IOException("the file has become shorter than " + length + " octets", e);
            }
        }
        return Bytes.wrap(octets);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Bytes sha256(RandomAccessFile file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] buffer = new byte[64 * 1024];
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return Bytes.wrap(digest.digest());
    }
}
