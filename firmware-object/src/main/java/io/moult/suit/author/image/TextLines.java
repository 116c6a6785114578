package io.moult.suit.author.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a file of records, one by one: short ones, of printable ASCII. Ends of lines are LF or CR LF. */
final class TextLines {
    /** The longest record of either format has 2 + 2 + 2 * 255 characters or so. */
    private static final int MOST_CHARS = 600;

    private final InputStream in;
    private int number;

    TextLines(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** The next line that is not empty, without its end; none at the end of the file. */
    Optional<String> next() throws IOException {
        while (true) {
            StringBuilder line = new StringBuilder();
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            number++;
            while (next >= 0 && next != '\n') {
                if (line.length() == MOST_CHARS) {
                    throw trouble("is longer than a record can be");
                }
                line.append((char) next);
                next = in.read();
            }
            if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
            }
            if (line.length() > 0) {
                return Optional.of(line.toString());
            }
        }
    }

    /** Trouble with the line last read. */
    ImageFileException trouble(String clause) {
        return new ImageFileException("in line " + number + " " + clause);
    }

    /** The octets that the digits of a line from an index on stand for. */
    byte[] octets(String line, int from) throws ImageFileException {
        int digits = line.length() - from;
        if (digits % 2 != 0) {
            throw trouble("has half an octet at its end");
        }
        byte[] octets = new byte[digits / 2];
        for (int i = 0; i < octets.length; i++) {
            int high = digit(line.charAt(from + 2 * i));
            int low = digit(line.charAt(from + 2 * i + 1));
            octets[i] = (byte) (high << 4 | low);
        }
        return octets;
    }

    /** ASCII only: {@link Character#digit} would take those of every script. */
    private int digit(char character) throws ImageFileException {
        int value = character < 128 ? Character.digit(character, 16) : -1;
        if (value < 0) {
            throw trouble("has something in it that is no hexadecimal digit");
        }
        return value;
    }
}
