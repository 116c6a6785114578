package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Section;
import io.moult.suit.verify.RefusalReason;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes the manifest in an envelope, with what was severed from it (draft-ietf-suit-manifest-37 sections 8.4 and 8.6).
 * Unknown integer keys in the manifest are refused: they are signed, so somebody meant them. Unknown commands and
 * parameters are kept under their numbers, for {@code suit.verify} to refuse by name.
 *
 * <p>Does not prove that anybody signed the manifest: the verifier calls this only after it knows.
 */
public final class ManifestDecoder {
    private static final int ENCODING_VERSION = 1;
    private static final Set<Long> MEMBERS_READ_FIRST = Set.of(
            (long) ManifestKeys.ENCODING_VERSION, (long) ManifestKeys.SEQUENCE_NUMBER, (long) ManifestKeys.COMMON);

    private final DecoderLimits limits;

    public ManifestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    public DecodeResult decode(Envelope envelope) {
        try {
            Manifest manifest = new Decoding(envelope).decode();
            ManifestRules.check(manifest);
            return new DecodeResult.Decoded(manifest);
        } catch (CborException e) {
            return new DecodeResult.Refused(DecodeException.refusalOf(e));
        } catch (DecodeException e) {
            return new DecodeResult.Refused(e.refusal());
        }
    }

    /** One manifest being decoded. */
    private final class Decoding {
        private final Bytes manifest;
        private final SeverableDecoder severable;
        private final CommandDecoder commands = new CommandDecoder(limits);

        Decoding(Envelope envelope) {
            this.manifest = envelope.manifest().content();
            this.severable = new SeverableDecoder(envelope);
        }

        Manifest decode() throws CborException, DecodeException {
            CborItem.Mapping members =
                    Documents.read(manifest, limits, "manifest").map("the manifest");
            long encoding =
                    required(members, ManifestKeys.ENCODING_VERSION, "version").unsigned("the manifest's version");
            if (encoding != ENCODING_VERSION) {
                throw new DecodeException(
                        RefusalReason.UNSUPPORTED_FORMAT, "manifest version " + Long.toUnsignedString(encoding));
            }
            Manifest.Builder building =
                    new Manifest.Builder(required(members, ManifestKeys.SEQUENCE_NUMBER, "sequence number")
                            .unsigned("the sequence number"));
            Common common = new CommonDecoder(limits, commands)
                    .decode(required(members, ManifestKeys.COMMON, "common part")
                            .bytes("the common part"));
            building.common(common);
            for (CborItem.Pair member : members.pairs()) {
                long key = member.key().integer("a key of the manifest");
                if (!MEMBERS_READ_FIRST.contains(key)) {
                    decodeMember(key, member.value(), building, common);
                }
            }
            severable.refuseStrays();
            return building.build();
        }

        private void decodeMember(long key, CborItem value, Manifest.Builder building, Common common)
                throws CborException, DecodeException {
            Optional<Section> section = Section.ofKey(key);
            if (section.isPresent()) {
                building.section(section.get(), decodeSection(section.get(), value));
            } else if (key == ManifestKeys.REFERENCE_URI) {
                building.referenceUri(Documents.uri(value, "the reference URI", limits));
            } else if (key == ManifestKeys.COMPONENT_ID) {
                building.componentId(Documents.componentId(value, limits));
            } else if (key == ManifestKeys.SET_VERSION) {
                building.version(VersionCodec.version(value.bytes("the version"), limits));
            } else if (key == ManifestKeys.COSWID) {
                building.coswid(severable.member(key, value, "coswid"));
            } else if (key == ManifestKeys.TEXT) {
                TextDecoder text = new TextDecoder(limits, common.components());
                building.text(SeverableDecoder.decoded(severable.member(key, value, "text"), text::decode));
            } else {
                throw new DecodeException(RefusalReason.UNSUPPORTED_FORMAT, "manifest member " + key + " is unknown");
            }
        }

        private Member<CommandSequence> decodeSection(Section section, CborItem value)
                throws CborException, DecodeException {
            Member<Bytes> body = section.severable()
                    ? severable.member(section.key(), value, section.label())
                    : new Member.Present<>(value.bytes("section " + section.label()));
            return SeverableDecoder.decoded(body, content -> commands.section(content, section.label()));
        }
    }

    private static CborItem required(CborItem.Mapping members, long key, String what) throws DecodeException {
        return members.find(key)
                .orElseThrow(() -> new DecodeException(RefusalReason.MALFORMED, "no " + what + " in the manifest"));
    }
}
