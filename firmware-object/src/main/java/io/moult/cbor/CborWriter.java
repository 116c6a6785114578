package io.moult.cbor;

import io.moult.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Writes CBOR in the one deterministic form (RFC 8949 section 4.2.1), as far as it can see: shortest forms and definite
 * lengths always; the caller of {@link #map} gives the keys in order, {@link #item} sorts them itself.
 */
public final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public CborWriter unsigned(long value) {
        return head(0, value);
    }

    /** A signed number. */
    public CborWriter integer(long value) {
        return value >= 0 ? head(0, value) : head(1, -1 - value);
    }

    public CborWriter bytes(Bytes content) {
        return head(2, content.length()).raw(content);
    }

    /** The head of a byte string whose content is written elsewhere. */
    public CborWriter bytesHeader(long lengthBytes) {
        return head(2, lengthBytes);
    }

    public CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return head(3, utf8.length).raw(Bytes.wrap(utf8));
    }

    /** The head of an array; its items follow. */
    public CborWriter array(int count) {
        return head(4, count);
    }

    /** The head of a map; its keys and values follow, keys in order. */
    public CborWriter map(int count) {
        return head(5, count);
    }

    public CborWriter tag(long tag) {
        return head(6, tag);
    }

    public CborWriter nil() {
        return head(7, 22);
    }

    /** Octets that are CBOR already. */
    public CborWriter raw(Bytes encoded) {
        byte[] octets = encoded.toArray();
        out.write(octets, 0, octets.length);
        return this;
    }

    /** An item; maps are sorted by the octets of their keys. */
    public CborWriter item(CborItem item) {
        if (item instanceof CborItem.Unsigned number) {
            head(0, number.value());
        } else if (item instanceof CborItem.Negative number) {
            head(1, number.n());
        } else if (item instanceof CborItem.ByteString string) {
            bytes(string.content());
        } else if (item instanceof CborItem.Text text) {
            text(text.value());
        } else if (item instanceof CborItem.Array array) {
            array(array.items().size());
            array.items().forEach(this::item);
        } else if (item instanceof CborItem.Mapping map) {
            sorted(map);
        } else if (item instanceof CborItem.Tagged tagged) {
            tag(tagged.tag()).item(tagged.item());
        } else if (item instanceof CborItem.Simple simple) {
            head(7, simple.value());
        }
        return this;
    }

    public Bytes toBytes() {
        return Bytes.wrap(out.toByteArray());
    }

    private void sorted(CborItem.Mapping map) {
        record Encoded(Bytes key, CborItem value) {}
        List<Encoded> entries = map.pairs().stream()
                .map(pair -> new Encoded(new CborWriter().item(pair.key()).toBytes(), pair.value()))
                .sorted(Comparator.comparing(entry -> entry.key().asByteBuffer(), CborWriter::compareOctets))
                .toList();
        map(entries.size());
        entries.forEach(entry -> raw(entry.key()).item(entry.value()));
    }

    private static int compareOctets(java.nio.ByteBuffer a, java.nio.ByteBuffer b) {
        int mismatch = a.mismatch(b);
        if (mismatch < 0) {
            return 0;
        }
        if (mismatch >= a.remaining() || mismatch >= b.remaining()) {
            return Integer.compare(a.remaining(), b.remaining());
        }
        return Integer.compare(a.get(mismatch) & 0xff, b.get(mismatch) & 0xff);
    }

    private CborWriter head(int major, long argument) {
        int width;
        if (argument >= 0 && argument < 24) {
            out.write((major << 5) | (int) argument);
            return this;
        } else if (argument >>> 8 == 0) {
            width = 0;
        } else if (argument >>> 16 == 0) {
            width = 1;
        } else if (argument >>> 32 == 0) {
            width = 2;
        } else {
            width = 3;
        }
        out.write((major << 5) | (24 + width));
        for (int shift = 8 * ((1 << width) - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
        return this;
    }
}
