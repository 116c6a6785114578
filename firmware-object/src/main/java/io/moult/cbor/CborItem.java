package io.moult.cbor;

import io.moult.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A CBOR data item as a value (RFC 8949 section 2). No floating point: nothing in SUIT or COSE uses it, so it is not
 * read. The methods that take {@code what} say what a decoder expects here, and refuse any other shape by that name.
 */
public sealed interface CborItem {
    /** Major type 0: an unsigned 64-bit number. */
    record Unsigned(long value) implements CborItem {}

    /** Major type 1: the number -1 - n for an unsigned 64-bit n. */
    record Negative(long n) implements CborItem {}

    /** Major type 2. */
    record ByteString(Bytes content) implements CborItem {}

    /** Major type 3. */
    record Text(String value) implements CborItem {}

    /** Major type 4. */
    record Array(List<CborItem> items) implements CborItem {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Major type 5, in the order received; no key occurs twice. */
    record Mapping(List<Pair> pairs) implements CborItem {
        public Mapping {
            pairs = List.copyOf(pairs);
        }

        /** The value of an integer key. */
        public Optional<CborItem> find(long key) {
            CborItem wanted = ofLong(key);
            for (Pair pair : pairs) {
                if (pair.key().equals(wanted)) {
                    return Optional.of(pair.value());
                }
            }
            return Optional.empty();
        }
    }

    /** Major type 6. */
    record Tagged(long tag, CborItem item) implements CborItem {}

    /** Major type 7: 20 false, 21 true, 22 null, 23 undefined. */
    record Simple(int value) implements CborItem {
        public static final Simple FALSE = new Simple(20);
        public static final Simple TRUE = new Simple(21);
        public static final Simple NULL = new Simple(22);
        public static final Simple UNDEFINED = new Simple(23);
    }

    /** One entry of a {@link Mapping}. */
    record Pair(CborItem key, CborItem value) {}

    /** A signed number as an item. */
    static CborItem ofLong(long value) {
        return value >= 0 ? new Unsigned(value) : new Negative(-1 - value);
    }

    /** The unsigned 64-bit number that this is. */
    default long unsigned(String what) throws CborException {
        if (this instanceof Unsigned number) {
            return number.value();
        }
        throw CborException.malformed(what + " is not an unsigned number");
    }

    /** The signed 64-bit number that this is. */
    default long integer(String what) throws CborException {
        if (this instanceof Unsigned number && number.value() >= 0) {
            return number.value();
        }
        if (this instanceof Negative number && number.n() >= 0) {
            return -1 - number.n();
        }
        throw CborException.malformed(what + " is not an integer of 63 bits");
    }

    /** The octets of the byte string that this is. */
    default Bytes bytes(String what) throws CborException {
        if (this instanceof ByteString string) {
            return string.content();
        }
        throw CborException.malformed(what + " is not a byte string");
    }

    /** The text that this is. */
    default String text(String what) throws CborException {
        if (this instanceof Text text) {
            return text.value();
        }
        throw CborException.malformed(what + " is not a text");
    }

    /** The truth value that this is. */
    default boolean truth(String what) throws CborException {
        if (equals(Simple.TRUE) || equals(Simple.FALSE)) {
            return equals(Simple.TRUE);
        }
        throw CborException.malformed(what + " is neither true nor false");
    }

    /** The items of the array that this is. */
    default List<CborItem> array(String what) throws CborException {
        if (this instanceof Array array) {
            return array.items();
        }
        throw CborException.malformed(what + " is not an array");
    }

    /** The map that this is. */
    default Mapping map(String what) throws CborException {
        if (this instanceof Mapping map) {
            return map;
        }
        throw CborException.malformed(what + " is not a map");
    }
}
