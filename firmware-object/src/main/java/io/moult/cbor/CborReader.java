package io.moult.cbor;

import io.moult.bytes.Bytes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads CBOR strictly, item by item, without copying. One document, one reader, one thread.
 *
 * <p>Taken: definite lengths, shortest forms (RFC 8949 section 4.2.1), maps in any order. Refused: indefinite lengths,
 * longer forms, duplicate keys, floating point, unassigned simple values, text that is not UTF-8, anything beyond the
 * {@link DecoderLimits}. No length that is announced is allocated before its octets are there.
 *
 * <p>Deviation: draft-ietf-suit-manifest-37 section 8.1 wants maps sorted. Third-party material is not always; the order
 * changes no meaning and digests cover the octets received, so it is not refused.
 */
public final class CborReader {
    /** So many keys are compared one by one faster than through a set. */
    private static final int FEW_KEYS = 8;

    private final Bytes input;
    private final DecoderLimits limits;
    private final boolean longerForms;
    private int at;
    private int items;

    /** The type of the head last read, 0 to 7, and its argument. */
    private int major;

    private long argument;

    public CborReader(Bytes input, DecoderLimits limits) {
        this(input, limits, false);
    }

    private CborReader(Bytes input, DecoderLimits limits, boolean longerForms) {
        this.input = input;
        this.limits = limits;
        this.longerForms = longerForms;
    }

    /** The one item that a document consists of; trailing octets are refused. */
    public static CborItem readDocument(Bytes input, DecoderLimits limits) throws CborException {
        return new CborReader(input, limits).readWhole();
    }

    /**
     * The same for a file of a user's own, such as a key, which no digest covers: there numbers may also be in longer
     * forms, as some tools write them.
     */
    public static CborItem readFile(Bytes input, DecoderLimits limits) throws CborException {
        return new CborReader(input, limits, true).readWhole();
    }

    private CborItem readWhole() throws CborException {
        CborItem item = readItem();
        expectEnd();
        return item;
    }

    /** Where the next item begins, in octets. */
    public int offsetBytes() {
        return at;
    }

    /** The octets from an earlier offset up to here. */
    public Bytes since(int fromOffsetBytes) {
        return input.slice(fromOffsetBytes, at);
    }

    /** The major type of the next item, 0 to 7, which is not consumed. */
    public int peekMajorType() throws CborException {
        return octetAt(at) >>> 5;
    }

    public long readTag() throws CborException {
        return expect(6, "a tag");
    }

    public int readMapHeader() throws CborException {
        long count = expect(5, "a map");
        limits.check(Limit.ITEMS, count);
        return (int) count;
    }

    /** The length of a byte string whose content comes next, unsigned; {@link #take} follows, or reading ends here. */
    public long readByteStringHeader() throws CborException {
        return expect(2, "a byte string");
    }

    public Bytes readByteString() throws CborException {
        return take(readByteStringHeader());
    }

    /** Consumes octets that belong to no item of their own. */
    public Bytes take(long lengthBytes) throws CborException {
        if (lengthBytes < 0 || lengthBytes > input.length() - at) {
            long end = at + lengthBytes;
            throw CborException.truncated(lengthBytes < 0 || end < 0 ? Long.MAX_VALUE : end, input.length());
        }
        Bytes content = input.slice(at, at + (int) lengthBytes);
        at += (int) lengthBytes;
        return content;
    }

    /** The next item, whatever it is. */
    public CborItem readItem() throws CborException {
        return readItem(1);
    }

    /** Refuses octets after the last item. */
    public void expectEnd() throws CborException {
        if (at < input.length()) {
            throw CborException.malformed(at, (input.length() - at) + " octets too many");
        }
    }

    private CborItem readItem(int depth) throws CborException {
        int start = at;
        readHead();
        return switch (major) {
            case 0 -> new CborItem.Unsigned(argument);
            case 1 -> new CborItem.Negative(argument);
            case 2 -> new CborItem.ByteString(take(argument));
            case 3 -> new CborItem.Text(decodeText(start, take(argument)));
            case 4 -> readArray(argument, depth);
            case 5 -> readMap(argument, depth);
            case 6 -> {
                limits.check(Limit.NESTING_DEPTH, depth);
                long tag = argument;
                yield new CborItem.Tagged(tag, readItem(depth + 1));
            }
            default -> new CborItem.Simple((int) argument);
        };
    }

    private CborItem readArray(long count, int depth) throws CborException {
        limits.check(Limit.NESTING_DEPTH, depth);
        limits.check(Limit.ITEMS, count);
        List<CborItem> elements = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            elements.add(readItem(depth + 1));
        }
        return new CborItem.Array(elements);
    }

    private CborItem readMap(long count, int depth) throws CborException {
        limits.check(Limit.NESTING_DEPTH, depth);
        limits.check(Limit.ITEMS, count);
        boolean few = count <= FEW_KEYS;
        Set<CborItem> keys = few ? Set.of() : new HashSet<>();
        List<CborItem.Pair> pairs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            int keyStart = at;
            CborItem key = readItem(depth + 1);
            if (few ? isKeyOf(pairs, key) : !keys.add(key)) {
                throw CborException.malformed(keyStart, "key given twice");
            }
            pairs.add(new CborItem.Pair(key, readItem(depth + 1)));
        }
        return new CborItem.Mapping(pairs);
    }

    private static boolean isKeyOf(List<CborItem.Pair> pairs, CborItem key) {
        for (CborItem.Pair pair : pairs) {
            if (pair.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private long expect(int expectedMajor, String what) throws CborException {
        int start = at;
        readHead();
        if (major != expectedMajor) {
            at = start;
            throw CborException.malformed(start, "not " + what);
        }
        return argument;
    }

    private void readHead() throws CborException {
        limits.check(Limit.ITEMS, ++items);
        int start = at;
        int initial = octetAt(start);
        int info = initial & 0x1f;
        major = initial >>> 5;
        if (major == 7 && (info < 20 || info > 23)) {
            throw CborException.malformed(start, "a floating-point or unassigned simple value");
        }
        if (info < 24) {
            argument = info;
            at = start + 1;
        } else if (info <= 27) {
            readArgument(start, 1 << (info - 24));
        } else {
            throw CborException.malformed(start, info == 31 ? "an indefinite length" : "a reserved form");
        }
    }

    private void readArgument(int start, int width) throws CborException {
        if (start + 1 + width > input.length()) {
            throw CborException.truncated(start + 1L + width, input.length());
        }
        long value = 0;
        for (int i = 1; i <= width; i++) {
            value = (value << 8) | input.at(start + i);
        }
        long largestOfShorterForm = width == 1 ? 23 : (1L << (4 * width)) - 1;
        if (!longerForms && Long.compareUnsigned(value, largestOfShorterForm) <= 0) {
            throw CborException.malformed(start, "a number not in its shortest form");
        }
        argument = value;
        at = start + 1 + width;
    }

    private int octetAt(int index) throws CborException {
        if (index >= input.length()) {
            throw CborException.truncated(index + 1L, input.length());
        }
        return input.at(index);
    }

    private static String decodeText(int start, Bytes utf8) throws CborException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(utf8.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw CborException.malformed(start, "text that is not UTF-8");
        }
    }
}
