package io.moult.cose;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text: PEM (RFC 7468), or hexadecimal digits. */
final class PemText {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private PemText() {}

    /** A block of a PEM file. */
    record Block(String label, Bytes der) {}

    /** The first block that has one of these labels. */
    static Optional<Block> firstBlock(Bytes content, String... labels) throws KeyFileException {
        Matcher matcher = PEM.matcher(text(content));
        while (matcher.find()) {
            if (Arrays.asList(labels).contains(matcher.group(1))) {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
                    return Optional.of(new Block(matcher.group(1), Bytes.wrap(der)));
                } catch (IllegalArgumentException e) {
                    throw new KeyFileException("is damaged PEM");
                }
            }
        }
        return Optional.empty();
    }

    static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    /** The octets that hexadecimal text stands for; any other content unchanged. */
    static Bytes unhex(Bytes content) {
        String digits = text(content).replaceAll("\\s", "");
        return !digits.isEmpty() && digits.matches("([0-9a-fA-F]{2})+") ? Bytes.ofHex(digits) : content;
    }

    static String text(Bytes content) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1);
    }
}
