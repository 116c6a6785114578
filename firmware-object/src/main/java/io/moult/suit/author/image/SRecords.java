package io.moult.suit.author.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads Motorola S-records with addresses of 16, 24 and 32 bits. A record with anything wrong, a count that is not that of
 * the records before it, a file without its termination record and anything behind that are refused.
 */
final class SRecords {
    private final TextLines lines;
    private final LoadableContent content = new LoadableContent();
    private long dataRecords;
    private boolean ended;

    private SRecords(InputStream in) {
        this.lines = new TextLines(in);
    }

    static LoadableContent read(InputStream in) throws IOException {
        return new SRecords(in).read();
    }

    private LoadableContent read() throws IOException {
        Optional<String> line = lines.next();
        while (line.isPresent()) {
            if (ended) {
                throw lines.trouble("comes after the termination record");
            }
            readRecord(line.get());
            line = lines.next();
        }
        if (!ended) {
            throw new ImageFileException("has no termination record: it was cut short");
        }
        return content;
    }

    private void readRecord(String line) throws ImageFileException {
        if (line.length() < 2 || line.charAt(0) != 'S') {
            throw lines.trouble("does not begin with S and a digit");
        }
        int kind = line.charAt(1) - '0';
        int addressBytes = addressBytes(kind);
        byte[] octets = lines.octets(line, 2);
        if (octets.length < 2 + addressBytes || octets.length != 1 + (octets[0] & 0xff)) {
            throw lines.trouble("is not of the length that it says");
        }
        int sum = 0;
        for (byte octet : octets) {
            sum += octet;
        }
        if ((sum & 0xff) != 0xff) {
            throw lines.trouble("has a wrong checksum");
        }
        long address = 0;
        for (int i = 1; i <= addressBytes; i++) {
            address = address << 8 | (octets[i] & 0xff);
        }
        int length = octets.length - 2 - addressBytes;
        switch (kind) {
            case 0 -> {
                // a name for people
            }
            case 1, 2, 3 -> {
                if (address + length > 1L << (8 * addressBytes)) {
                    throw lines.trouble("runs over the last address");
                }
                dataRecords++;
                content.add(address, octets, 1 + addressBytes, length);
            }
            case 5, 6 -> {
                if (length != 0 || address != dataRecords) {
                    throw lines.trouble("counts " + address + " records where there are " + dataRecords);
                }
            }
            default -> {
                if (length != 0) {
                    throw lines.trouble("is a termination record with data");
                }
                ended = true;
            }
        }
    }

    private int addressBytes(int kind) throws ImageFileException {
        return switch (kind) {
            case 0, 1, 5, 9 -> 2;
            case 2, 6, 8 -> 3;
            case 3, 7 -> 4;
            default -> throw lines.trouble("is a record of unknown kind");
        };
    }
}
