package io.moult.suit.author.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads Intel HEX (Hexadecimal Object File Format Specification, revision A): all six kinds of record. A record with
 * anything wrong, a file without its end record and anything behind that are refused; so is data that would run over the
 * end of its segment, where the specification lets it begin again at the bottom.
 */
final class IntelHex {
    private static final int DATA = 0;
    private static final int END = 1;
    private static final int SEGMENT = 2;
    private static final int START_SEGMENT = 3;
    private static final int LINEAR = 4;
    private static final int START_LINEAR = 5;

    /** Octets of a record beside its data: length, offset, kind, checksum. */
    private static final int FRAME_BYTES = 5;

    private static final int SEGMENT_BYTES = 0x10000;

    private final TextLines lines;
    private final LoadableContent content = new LoadableContent();
    private long baseAddress;
    private boolean ended;

    private IntelHex(InputStream in) {
        this.lines = new TextLines(in);
    }

    static LoadableContent read(InputStream in) throws IOException {
        return new IntelHex(in).read();
    }

    private LoadableContent read() throws IOException {
        Optional<String> line = lines.next();
        while (line.isPresent()) {
            if (ended) {
                throw lines.trouble("comes after the end record");
            }
            readRecord(line.get());
            line = lines.next();
        }
        if (!ended) {
            throw new ImageFileException("has no end record: it was cut short");
        }
        return content;
    }

    private void readRecord(String line) throws ImageFileException {
        if (line.charAt(0) != ':') {
            throw lines.trouble("does not begin with a colon");
        }
        byte[] octets = lines.octets(line, 1);
        if (octets.length < FRAME_BYTES || octets.length != FRAME_BYTES + (octets[0] & 0xff)) {
            throw lines.trouble("is not of the length that it says");
        }
        int sum = 0;
        for (byte octet : octets) {
            sum += octet;
        }
        if ((sum & 0xff) != 0) {
            throw lines.trouble("has a wrong checksum");
        }
        int length = octets[0] & 0xff;
        int offset = number(octets, 1);
        int kind = octets[3] & 0xff;
        if (kind == DATA) {
            if (offset + length > SEGMENT_BYTES) {
                throw lines.trouble("runs over the end of its segment");
            }
            content.add(baseAddress + offset, octets, 4, length);
            return;
        }
        require(offset == 0 && length == lengthOf(kind));
        switch (kind) {
            case END -> ended = true;
            case SEGMENT -> baseAddress = (long) number(octets, 4) << 4;
            case LINEAR -> baseAddress = (long) number(octets, 4) << 16;
            default -> {
                // where execution begins is for a debugger
            }
        }
    }

    private int lengthOf(int kind) throws ImageFileException {
        return switch (kind) {
            case END -> 0;
            case SEGMENT, LINEAR -> 2;
            case START_SEGMENT, START_LINEAR -> 4;
            default -> throw lines.trouble("is a record of unknown kind " + kind);
        };
    }

    private void require(boolean holds) throws ImageFileException {
        if (!holds) {
            throw lines.trouble("is not what a record of its kind looks like");
        }
    }

    private static int number(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }
}
