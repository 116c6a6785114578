package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what is wrapped in a byte string: a document of its own, all there. */
final class Documents {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]*");

    private Documents() {}

    /** The one item of a document; one that ends too early is malformed, since no more of it will come. */
    static CborItem read(Bytes content, DecoderLimits limits, String what) throws CborException {
        try {
            return CborReader.readDocument(content, limits);
        } catch (CborException e) {
            if (e.kind() == CborException.Kind.LIMIT) {
                throw e;
            }
            throw CborException.malformed(what + ": " + e.detail());
        }
    }

    /** SUIT_Digest (draft-ietf-suit-manifest-37 section 10). */
    static Digest digest(CborItem item, String what) throws CborException {
        List<CborItem> parts = item.array(what);
        if (parts.size() != 2) {
            throw CborException.malformed(what + " does not have two parts");
        }
        Digest digest = new Digest(
                parts.get(0).integer(what + " algorithm"), parts.get(1).bytes(what));
        Optional<DigestAlgorithm> known = digest.knownAlgorithm();
        if (known.isPresent() && known.get().lengthBytes() != digest.value().length()) {
            throw CborException.malformed(
                    what + " of " + known.get() + " has " + digest.value().length() + " octets");
        }
        return digest;
    }

    static CborItem item(Digest digest) {
        return Items.array(List.of(CborItem.ofLong(digest.algorithm()), Items.octets(digest.value())));
    }

    static UUID uuid(CborItem value, String what) throws CborException {
        Bytes octets = value.bytes(what);
        if (octets.length() != 16) {
            throw CborException.malformed(what + " of " + octets.length() + " octets is no UUID");
        }
        return Identifiers.ofBytes(octets);
    }

    /** A UUID made as draft-ietf-suit-manifest-37 section 8.4.8.2 wants it: of version 3, 4 or 5. */
    static UUID nameBasedOrRandomUuid(CborItem value, String what) throws CborException {
        UUID uuid = uuid(value, what);
        if (uuid.variant() != 2 || uuid.version() < 3 || uuid.version() > 5) {
            throw CborException.malformed(what + " " + uuid + " is no UUID of version 3, 4 or 5");
        }
        return uuid;
    }

    /** A URI, whole or not at all. */
    static String uri(CborItem value, String what, DecoderLimits limits) throws CborException {
        String text = value.text(what);
        limits.check(Limit.URI_CHARS, characters(text));
        return text;
    }

    /** Characters of Unicode, whatever they are in memory. */
    static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    /** SUIT_Component_Identifier. */
    static ComponentId componentId(CborItem value, DecoderLimits limits) throws CborException {
        List<Bytes> parts = new ArrayList<>();
        long lengthBytes = 0;
        for (CborItem part : value.array("a component identifier")) {
            Bytes octets = part.bytes("a part of a component identifier");
            lengthBytes += octets.length();
            parts.add(octets);
        }
        limits.check(Limit.COMPONENT_ID_BYTES, lengthBytes);
        return new ComponentId(parts);
    }

    /**
     * A text of letters, marks, numbers, punctuation, symbols and spaces, as draft-ietf-suit-update-management-14 sections
     * 3.3, 3.4 and 4.6 want it; anything else is refused.
     */
    static String plain(String text, String what) throws CborException {
        if (!PLAIN.matcher(text).matches()) {
            throw CborException.malformed(what + " has characters that are neither visible nor spaces");
        }
        return text;
    }
}
