package io.moult.cbor;

import java.util.Locale;

/** Octets that are not the CBOR that was expected. Without a stack trace: made a refusal at the decoder's door. */
public final class CborException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble. */
    public enum Kind {
        /** The octets end inside an item: more of them may help. */
        TRUNCATED,
        /** No further octets can help. */
        MALFORMED,
        /** Well-formed so far, but beyond a {@link Limit}. */
        LIMIT
    }

    private final Kind kind;
    private final long neededBytes;

    private CborException(Kind kind, long neededBytes, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.neededBytes = neededBytes;
    }

    /** The octets from the start of the document that are needed to go on; Long.MAX_VALUE stands for any more. */
    static CborException truncated(long neededBytes, int availableBytes) {
        return new CborException(
                Kind.TRUNCATED,
                neededBytes,
                "ends at octet " + availableBytes + " inside an item that goes on to octet " + neededBytes);
    }

    /** Something at an offset of the document. */
    public static CborException malformed(int offsetBytes, String detail) {
        return new CborException(Kind.MALFORMED, 0, detail + " at octet " + offsetBytes);
    }

    /** Something that is not of the expected shape. */
    public static CborException malformed(String detail) {
        return new CborException(Kind.MALFORMED, 0, detail);
    }

    /** More of something than is taken. */
    public static CborException limit(Limit limit, String found, int most) {
        String name = limit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new CborException(Kind.LIMIT, 0, name + " " + found + " where " + most + " is the most");
    }

    public Kind kind() {
        return kind;
    }

    /** For {@link Kind#TRUNCATED}: the length of the document, in octets, without which reading cannot go on. */
    public long neededBytes() {
        return neededBytes;
    }

    /** The message, never null. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
