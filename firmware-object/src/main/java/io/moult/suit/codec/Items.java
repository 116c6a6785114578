package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;

/** What encoders build CBOR items from. */
final class Items {
    private Items() {}

    /** The members of a map, in any order: the writer sorts them. */
    static final class Members {
        private final List<CborItem.Pair> pairs = new ArrayList<>();

        Members add(long key, CborItem value) {
            return add(CborItem.ofLong(key), value);
        }

        Members add(CborItem key, CborItem value) {
            pairs.add(new CborItem.Pair(key, value));
            return this;
        }

        CborItem.Mapping toItem() {
            return new CborItem.Mapping(pairs);
        }
    }

    static CborItem unsigned(long value) {
        return new CborItem.Unsigned(value);
    }

    static CborItem octets(Bytes content) {
        return new CborItem.ByteString(content);
    }

    static CborItem truth(boolean value) {
        return value ? CborItem.Simple.TRUE : CborItem.Simple.FALSE;
    }

    static CborItem array(List<? extends CborItem> items) {
        return new CborItem.Array(List.copyOf(items));
    }

    static Bytes encode(CborItem item) {
        return new CborWriter().item(item).toBytes();
    }

    /** An item as a document of its own in a byte string. */
    static CborItem wrapped(CborItem item) {
        return octets(encode(item));
    }
}
