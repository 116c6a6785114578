package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Authentication;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an envelope whose octets are still arriving (draft-ietf-suit-manifest-37 section 8.2), tagged 107 or untagged.
 * Pure: the same prefix always gives the same result, and a refusal never depends on how the octets were cut.
 *
 * <p>The head is everything up to the content of the first integrated payload. Payloads come last; anything else after
 * them, or a payload before the authentication and the manifest, is refused, because it would have to be stored before it
 * could be believed. {@link PayloadCursor} goes on from the first payload. Entries with unknown integer keys are not
 * signed and are ignored with a note.
 */
public final class EnvelopeReader {
    private static final int KEY_DELEGATION = 1;

    private final DecoderLimits limits;

    public EnvelopeReader(DecoderLimits limits) {
        this.limits = limits;
    }

    /** Looks at the octets from the start of the body; called again with a longer prefix after NeedMore. */
    public HeadResult readHead(Bytes prefix) {
        int most = limits.of(Limit.HEAD_BYTES);
        Bytes head = prefix.length() > most ? prefix.slice(0, most) : prefix;
        try {
            return new Reading(head).read(prefix.length());
        } catch (CborException e) {
            if (e.kind() != CborException.Kind.TRUNCATED) {
                return new HeadResult.Refused(DecodeException.refusalOf(e));
            }
            long needed = Math.max(e.neededBytes(), head.length() + 1L);
            if (needed > most) {
                return new HeadResult.Refused(new Refusal(
                        RefusalReason.ENVELOPE_TOO_LARGE, "without payload it has more than " + most + " octets"));
            }
            return new HeadResult.NeedMore((int) needed);
        } catch (DecodeException e) {
            return new HeadResult.Refused(e.refusal());
        }
    }

    /** One look at a prefix. */
    private final class Reading {
        private final CborReader reader;
        private final List<Envelope.Entry> entries = new ArrayList<>();
        private final Set<CborItem> keys = new HashSet<>();
        private final List<String> notes = new ArrayList<>();
        private Optional<Authentication> authentication = Optional.empty();
        private Optional<IntegratedPayload> payload = Optional.empty();
        private int payloadCount;

        Reading(Bytes head) {
            this.reader = new CborReader(head, limits);
        }

        HeadResult read(int prefixBytes) throws CborException, DecodeException {
            int count = readOpening();
            limits.check(Limit.ENVELOPE_ENTRIES, count);
            for (int i = 0; i < count && payload.isEmpty(); i++) {
                if (reader.peekMajorType() == 3) {
                    payload = Optional.of(readPayloadHeader());
                    payloadCount = count - i;
                } else {
                    readEntry();
                }
            }
            Authentication signed =
                    authentication.orElseThrow(() -> malformed("no authentication wrapper in the envelope"));
            if (!has(Envelope.KEY_MANIFEST)) {
                throw malformed("no manifest in the envelope");
            }
            int headBytes = reader.offsetBytes();
            Envelope envelope = new Envelope(
                    entries,
                    signed,
                    payload.map(p -> new Envelope.Payload(p.key(), p.lengthBytes())),
                    payloadCount,
                    notes);
            if (payloadCount > 1) {
                return new HeadResult.Complete(envelope, headBytes, payload, HeadResult.Complete.UNKNOWN_LENGTH);
            }
            long envelopeBytes =
                    headBytes + payload.map(IntegratedPayload::lengthBytes).orElse(0L);
            if (prefixBytes > envelopeBytes) {
                throw malformed("octets after the envelope, which ends at octet " + envelopeBytes);
            }
            return new HeadResult.Complete(envelope, headBytes, payload, envelopeBytes);
        }

        private int readOpening() throws CborException, DecodeException {
            boolean tagged = reader.peekMajorType() == 6;
            if ((tagged && reader.readTag() != Envelope.TAG) || reader.peekMajorType() != 5) {
                throw new DecodeException(RefusalReason.UNSUPPORTED_FORMAT, "not a SUIT envelope");
            }
            return reader.readMapHeader();
        }

        private void readEntry() throws CborException, DecodeException {
            int keyStart = reader.offsetBytes();
            CborItem name = reader.readItem();
            if (!keys.add(name)) {
                throw CborException.malformed(keyStart, "key " + shown(name) + " given twice");
            }
            if (isBeyondLong(name)) {
                reader.readItem();
                notes.add("envelope entry " + shown(name) + " is unknown: ignored");
                return;
            }
            long key = name.integer("a key of the envelope");
            int valueStart = reader.offsetBytes();
            boolean any = !known(key) && key != Envelope.KEY_AUTHENTICATION && reader.peekMajorType() != 2;
            Bytes content = any ? ignoredItem() : reader.readByteString();
            entries.add(new Envelope.Entry(key, reader.since(keyStart), reader.since(valueStart), content));
            if (key == Envelope.KEY_AUTHENTICATION) {
                authentication = Optional.of(readAuthentication(content));
            } else if (key == Envelope.KEY_MANIFEST && authentication.isEmpty()) {
                throw malformed("no authentication wrapper before the manifest");
            } else if (!known(key)) {
                notes.add(
                        key == KEY_DELEGATION
                                ? "delegation (1) is not supported: ignored"
                                : "envelope entry " + key + " is unknown: ignored");
            }
        }

        private Bytes ignoredItem() throws CborException {
            reader.readItem();
            return Bytes.EMPTY;
        }

        private static boolean isBeyondLong(CborItem name) {
            return (name instanceof CborItem.Unsigned positive && positive.value() < 0)
                    || (name instanceof CborItem.Negative negative && negative.n() < 0);
        }

        private static String shown(CborItem name) throws CborException {
            return isBeyondLong(name) ? "beyond 63 bits" : String.valueOf(name.integer("a key of the envelope"));
        }

        private IntegratedPayload readPayloadHeader() throws CborException {
            int start = reader.offsetBytes();
            IntegratedPayload first = PayloadCursor.readHeader(reader, limits, 0);
            if (authentication.isEmpty() || !has(Envelope.KEY_MANIFEST)) {
                throw CborException.malformed(start, "a payload before authentication and manifest");
            }
            return first;
        }

        private boolean has(long key) {
            for (Envelope.Entry entry : entries) {
                if (entry.key() == key) {
                    return true;
                }
            }
            return false;
        }

        private boolean known(long key) {
            return key == Envelope.KEY_MANIFEST || SeverableDecoder.isSeverable(key);
        }
    }

    /** SUIT_Authentication (section 8.3): the digest, then any number of blocks, each in a byte string. */
    private Authentication readAuthentication(Bytes content) throws CborException {
        List<CborItem> parts =
                Documents.read(content, limits, "authentication wrapper").array("the authentication wrapper");
        if (parts.isEmpty()) {
            throw CborException.malformed("no digest in the authentication wrapper");
        }
        limits.check(Limit.SIGNATURES, parts.size() - 1L);
        Bytes signedOctets = parts.get(0).bytes("the manifest's digest");
        Digest digest =
                Documents.digest(Documents.read(signedOctets, limits, "manifest digest"), "the manifest's digest");
        List<Bytes> blocks = new ArrayList<>();
        for (CborItem block : parts.subList(1, parts.size())) {
            blocks.add(block.bytes("an authentication block"));
        }
        return new Authentication(digest, signedOctets, blocks);
    }

    private static DecodeException malformed(String detail) {
        return new DecodeException(RefusalReason.MALFORMED, detail);
    }
}
