package io.moult.suit.author.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** The formats that images come in. */
public enum ImageFormat {
    /** The octets themselves, without addresses. */
    RAW("raw binary"),
    HEX("Intel HEX"),
    SREC("S-records"),
    ELF("ELF");

    /** So many octets of a file tell its format. */
    static final int OPENING_BYTES = 16;

    private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final Pattern HEX_RECORD = Pattern.compile("^:[0-9A-Fa-f]{10}");
    private static final Pattern S_RECORD = Pattern.compile("^S[0-9][0-9A-Fa-f]{6}");

    private final String title;

    ImageFormat(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** As it is written on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format of a file that begins so. What begins like a record of a text format is of that format, and refused if the
     * rest is not: an image in which a download was cut short is never mistaken for raw octets.
     */
    static ImageFormat of(byte[] opening) {
        if (opening.length >= ELF_MAGIC.length && Arrays.equals(opening, 0, ELF_MAGIC.length, ELF_MAGIC, 0, 4)) {
            return ELF;
        }
        String text = new String(opening, StandardCharsets.ISO_8859_1);
        if (HEX_RECORD.matcher(text).find()) {
            return HEX;
        }
        return S_RECORD.matcher(text).find() ? SREC : RAW;
    }
}
