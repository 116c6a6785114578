package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes the manifest in an envelope, with what was severed from it (draft-ietf-suit-manifest-37 sections 8.4 and 9).
 * A severed member counts only if its digest is the one in the manifest; one that the manifest does not speak of is
 * refused. Unknown integer keys in the manifest are refused: they are signed, so somebody meant them.
 *
 * <p>Does not prove that anybody signed the manifest: the verifier calls this only after it knows.
 */
public final class ManifestDecoder {
    private static final int ENCODING_VERSION = 1;
    private static final Set<Long> MEMBERS_READ_FIRST = Set.of(1L, 2L, 3L);

    private final DecoderLimits limits;

    public ManifestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    public DecodeResult decode(Envelope envelope) {
        try {
            return new DecodeResult.Decoded(new Decoding(envelope).decode());
        } catch (CborException e) {
            return new DecodeResult.Refused(DecodeException.refusalOf(e));
        } catch (DecodeException e) {
            return new DecodeResult.Refused(e.refusal());
        }
    }

    /** One manifest being decoded. */
    private final class Decoding {
        private final Envelope envelope;
        private final CommandDecoder commands = new CommandDecoder(limits);
        private final Set<Long> severedKeys = new HashSet<>();
        private final Map<Section, Member<CommandSequence>> sections = new EnumMap<>(Section.class);
        private final List<String> unsupported = new ArrayList<>();
        private Optional<Version> version = Optional.empty();
        private Optional<String> referenceUri = Optional.empty();
        private Optional<ManifestText> text = Optional.empty();

        Decoding(Envelope envelope) {
            this.envelope = envelope;
        }

        Manifest decode() throws CborException, DecodeException {
            CborItem.Mapping members = Documents.read(envelope.manifest().content(), limits, "manifest")
                    .map("the manifest");
            long encoding = required(members, 1, "version").unsigned("the manifest's version");
            if (encoding != ENCODING_VERSION) {
                throw new DecodeException(
                        RefusalReason.UNSUPPORTED_FORMAT, "manifest version " + Long.toUnsignedString(encoding));
            }
            long sequenceNumber = required(members, 2, "sequence number").unsigned("the sequence number");
            Common common = new CommonDecoder(limits, commands, unsupported)
                    .decode(required(members, 3, "common part").bytes("the common part"));
            for (CborItem.Pair member : members.pairs()) {
                long key = member.key().integer("a key of the manifest");
                if (!MEMBERS_READ_FIRST.contains(key)) {
                    decodeMember(key, member.value(), common.components());
                }
            }
            refuseStraySeveredMembers();
            return new Manifest(
                    sequenceNumber,
                    new io.moult.suit.manifest.Common(List.of(), common.components(), common.sharedSequence()),
                    sections,
                    version,
                    referenceUri,
                    Optional.empty(),
                    text.map(Member.Present::new),
                    Optional.empty());
        }

        private void decodeMember(long key, CborItem value, List<ComponentId> components)
                throws CborException, DecodeException {
            Optional<Section> section = Section.ofKey(key);
            if (section.isPresent()) {
                sections.put(section.get(), decodeSection(section.get(), value));
            } else if (key == 4) {
                referenceUri = Optional.of(value.text("the reference URI"));
                limits.check(Limit.URI_CHARS, referenceUri.get().length());
            } else if (key == 5) {
                unsupported.add("manifest-component-id");
            } else if (key == 6) {
                version = Optional.of(decodeVersion(value.bytes("the version")));
            } else if (key == Envelope.KEY_COSWID) {
                severable(key, value, "coswid");
            } else if (key == Envelope.KEY_TEXT) {
                Optional<Bytes> content = severable(key, value, "text");
                if (content.isPresent()) {
                    text = Optional.of(new TextDecoder(limits, components).decode(content.get()));
                }
            } else {
                throw new DecodeException(RefusalReason.UNSUPPORTED_FORMAT, "manifest member " + key + " is unknown");
            }
        }

        private Member<CommandSequence> decodeSection(Section section, CborItem value) throws CborException, DecodeException {
            Optional<Bytes> content = section.severable()
                    ? severable(section.key(), value, section.label())
                    : Optional.of(value.bytes("section " + section.label()));
            if (content.isEmpty()) {
                return new Member.Severed<>(Documents.digest(value, "the digest of " + section.label()), Optional.empty());
            }
            return new Member.Present<>(commands.sequence(content.get(), section.label(), false));
        }

        /** The content of a member in the manifest or severed into the envelope; empty if severed and absent. */
        private Optional<Bytes> severable(long key, CborItem value, String what) throws CborException, DecodeException {
            if (value instanceof CborItem.ByteString string) {
                return Optional.of(string.content());
            }
            Digest digest = Documents.digest(value, "the digest of " + what);
            if (!digest.isSha256()) {
                throw new DecodeException(RefusalReason.UNSUPPORTED_ALGORITHM, digest.algorithmName() + " of " + what);
            }
            severedKeys.add(key);
            Optional<Envelope.Entry> severed = envelope.find(key);
            if (severed.isPresent()
                    && !Digest.sha256(severed.get().wrapped()).value().equalsInConstantTime(digest.value())) {
                throw new DecodeException(
                        RefusalReason.MANIFEST_DIGEST, "severed " + what + " does not have the digest in the manifest");
            }
            return severed.map(Envelope.Entry::content);
        }

        private void refuseStraySeveredMembers() throws DecodeException {
            for (Envelope.Entry entry : envelope.entries()) {
                boolean severable =
                        Section.ofKey(entry.key()).filter(Section::severable).isPresent()
                                || entry.key() == Envelope.KEY_TEXT
                                || entry.key() == Envelope.KEY_COSWID;
                if (severable && !severedKeys.contains(entry.key())) {
                    throw new DecodeException(
                            RefusalReason.MALFORMED,
                            "envelope entry " + entry.key() + " has no digest in the manifest, so nobody signed it");
                }
            }
        }

        private Version decodeVersion(Bytes content) throws CborException {
            List<CborItem> numbers = Documents.read(content, limits, "version").array("the version");
            limits.check(Limit.VERSION_PARTS, numbers.size());
            if (numbers.isEmpty()) {
                throw CborException.malformed("a version without numbers");
            }
            List<Long> parts = new ArrayList<>();
            for (CborItem number : numbers) {
                parts.add(number.integer("a number of the version"));
            }
            return new Version(parts);
        }
    }

    /** SUIT_Common. */
    record Common(List<ComponentId> components, CommandSequence sharedSequence) {}

    private static CborItem required(CborItem.Mapping members, long key, String what) throws DecodeException {
        return members.find(key)
                .orElseThrow(() -> new DecodeException(RefusalReason.MALFORMED, "no " + what + " in the manifest"));
    }
}
