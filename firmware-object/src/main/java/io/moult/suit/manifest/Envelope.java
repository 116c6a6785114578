package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * SUIT_Envelope (draft-ietf-suit-manifest-37 section 8.2) without the content of its payloads: the octets as they were
 * received, told apart. Nothing in it is believed yet.
 */
public final class Envelope {
    /** The CBOR tag of an envelope. */
    public static final int TAG = 107;

    public static final int KEY_AUTHENTICATION = 2;
    public static final int KEY_MANIFEST = 3;
    public static final int KEY_COSWID = 14;
    public static final int KEY_TEXT = 23;

    private final List<Entry> entries;
    private final Authentication authentication;
    private final Optional<Payload> payload;
    private final int payloadCount;
    private final List<String> notes;

    /**
     * @param entries all entries but the payloads, in the order received
     * @param payload the first one: what comes after its content is not known yet
     * @param payloadCount how many there are from there on
     * @param notes what was ignored, for people
     */
    public Envelope(
            List<Entry> entries,
            Authentication authentication,
            Optional<Payload> payload,
            int payloadCount,
            List<String> notes) {
        this.entries = List.copyOf(entries);
        this.authentication = authentication;
        this.payload = payload;
        this.payloadCount = payloadCount;
        this.notes = List.copyOf(notes);
        if (find(KEY_MANIFEST).isEmpty()) {
            throw new IllegalArgumentException("an envelope without a manifest");
        }
        if (payload.isPresent() != (payloadCount > 0)) {
            throw new IllegalArgumentException(payloadCount + " payloads, the first " + payload);
        }
    }

    /**
     * An entry with an integer key.
     *
     * @param encoded key and value as received
     * @param wrapped the value as received, a byte string with its head: what digests cover
     * @param content the content of that byte string; none where an unknown key has some other value
     */
    public record Entry(long key, Bytes encoded, Bytes wrapped, Bytes content) {}

    /** What is known of an integrated payload before its content has arrived. */
    public record Payload(String key, long lengthBytes) {}

    public Authentication authentication() {
        return authentication;
    }

    /** The entry of an integer key. */
    public Optional<Entry> find(long key) {
        for (Entry entry : entries) {
            if (entry.key() == key) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The manifest's entry. */
    public Entry manifest() {
        return find(KEY_MANIFEST).orElseThrow();
    }

    /** Entries with integer keys, in the order received. */
    public List<Entry> entries() {
        return entries;
    }

    /** How many integrated payloads and dependencies it has. */
    public int payloadCount() {
        return payloadCount;
    }

    /** The key of the first integrated payload, such as {@code #image}, if there is one. */
    public Optional<String> payloadKey() {
        return payload.map(Payload::key);
    }

    /** The length of the first integrated payload's content in octets, if there is one. */
    public OptionalLong payloadLengthBytes() {
        return payload.map(known -> OptionalLong.of(known.lengthBytes())).orElse(OptionalLong.empty());
    }

    /** What was ignored in it, one clause each, for people. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The tagged envelope framed anew without its payloads; the octets of the other entries are untouched, so signature
     * and digests hold. What a device keeps beside the image.
     */
    public Bytes stripped() {
        CborWriter writer = new CborWriter().tag(TAG).map(entries.size());
        entries.forEach(entry -> writer.raw(entry.encoded()));
        return writer.toBytes();
    }
}
