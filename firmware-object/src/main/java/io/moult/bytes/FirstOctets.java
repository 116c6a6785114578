package io.moult.bytes;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many octets of a stream and no more; fewer are a fault of the file. */
public final class FirstOctets extends FilterInputStream {
    private long leftBytes;

    public FirstOctets(InputStream in, long lengthBytes) {
        super(in);
        this.leftBytes = lengthBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (leftBytes == 0) {
            return -1;
        }
        int count = super.read(target, offset, (int) Math.min(length, leftBytes));
        if (count < 0) {
            throw new EOFException("it became shorter while it was read");
        }
        leftBytes -= count;
        return count;
    }
}
