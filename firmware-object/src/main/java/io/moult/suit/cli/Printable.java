package io.moult.suit.cli;

/**
 * Text from a manifest as it may be shown: no control characters, no direction marks, one line, bounded
 * (draft-ietf-suit-update-management-14 section 3.4: display only, against log and terminal injection).
 */
final class Printable {
    private static final int MOST_CHARS = 400;

    private Printable() {}

    static String of(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(MOST_CHARS).forEach(c -> safe.appendCodePoint(isPlain(c) ? c : ' '));
        String line = safe.toString().replaceAll(" {2,}", " ").strip();
        return text.codePointCount(0, text.length()) > MOST_CHARS ? line + "…" : line;
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
