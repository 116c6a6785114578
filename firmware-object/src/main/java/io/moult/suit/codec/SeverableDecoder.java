package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.RefusalReason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Members that a manifest may hold as a digest only (draft-ietf-suit-manifest-37 section 8.6): what the envelope has of them
 * counts if its digest, over the byte string that wraps it, is the one in the manifest. One per manifest.
 */
final class SeverableDecoder {
    private final Envelope envelope;
    private final Set<Long> severedKeys = new HashSet<>();

    SeverableDecoder(Envelope envelope) {
        this.envelope = envelope;
    }

    /** The octets of a member, in the manifest or in the envelope. */
    Member<Bytes> member(long key, CborItem value, String what) throws CborException, DecodeException {
        if (value instanceof CborItem.ByteString string) {
            return new Member.Present<>(string.content());
        }
        Digest digest = Documents.digest(value, "the digest of " + what);
        if (digest.knownAlgorithm().isEmpty()) {
            throw new DecodeException(RefusalReason.UNSUPPORTED_ALGORITHM, digest.algorithmName() + " of " + what);
        }
        severedKeys.add(key);
        Optional<Envelope.Entry> severed = envelope.find(key);
        if (severed.isPresent() && !digest.isOf(severed.get().wrapped())) {
            throw new DecodeException(
                    RefusalReason.MANIFEST_DIGEST, "severed " + what + " does not have the digest in the manifest");
        }
        return new Member.Severed<>(digest, severed.map(Envelope.Entry::content));
    }

    /** What a member says, decoded. */
    static <T> Member<T> decoded(Member<Bytes> member, Decoder<T> decoder) throws CborException, DecodeException {
        if (member instanceof Member.Present<Bytes> present) {
            return new Member.Present<>(decoder.decode(present.content()));
        }
        Member.Severed<Bytes> severed = (Member.Severed<Bytes>) member;
        Optional<Bytes> content = severed.content();
        return new Member.Severed<>(
                severed.digest(), content.isPresent() ? Optional.of(decoder.decode(content.get())) : Optional.empty());
    }

    /** From octets to what they say. */
    interface Decoder<T> {
        T decode(Bytes content) throws CborException, DecodeException;
    }

    /** Refuses what the envelope has of members that the manifest has no digest of: nobody signed it. */
    void refuseStrays() throws DecodeException {
        for (Envelope.Entry entry : envelope.entries()) {
            if (isSeverable(entry.key()) && !severedKeys.contains(entry.key())) {
                throw new DecodeException(
                        RefusalReason.MALFORMED,
                        "envelope entry " + entry.key() + " has no digest in the manifest, so nobody signed it");
            }
        }
    }

    /** Whether a key of the envelope is that of a member severed from the manifest. */
    static boolean isSeverable(long key) {
        return Section.ofKey(key).filter(Section::severable).isPresent()
                || key == Envelope.KEY_TEXT
                || key == Envelope.KEY_COSWID;
    }
}
