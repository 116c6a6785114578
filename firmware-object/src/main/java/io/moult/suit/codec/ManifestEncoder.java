package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Member;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Encodes a manifest deterministically (draft-ietf-suit-manifest-37 section 8.1): the same manifest, the same octets. What
 * was severed is encoded as its digest; {@link #severed} has the rest.
 */
public final class ManifestEncoder {
    private ManifestEncoder() {}

    /** The content of the envelope's manifest entry, without the byte string around it. */
    public static Bytes encode(Manifest manifest) {
        Items.Members members = new Items.Members()
                .add(ManifestKeys.ENCODING_VERSION, Items.unsigned(1))
                .add(ManifestKeys.SEQUENCE_NUMBER, Items.unsigned(manifest.sequenceNumber()))
                .add(ManifestKeys.COMMON, Items.wrapped(common(manifest.common())));
        manifest.referenceUri().ifPresent(uri -> members.add(ManifestKeys.REFERENCE_URI, new CborItem.Text(uri)));
        manifest.componentId().ifPresent(id -> members.add(ManifestKeys.COMPONENT_ID, component(id)));
        manifest.version()
                .ifPresent(
                        version -> members.add(ManifestKeys.SET_VERSION, Items.wrapped(VersionCodec.encode(version))));
        manifest.sections()
                .forEach((section, body) -> members.add(section.key(), inManifest(body, ManifestEncoder::wrapped)));
        manifest.coswidMember()
                .ifPresent(coswid -> members.add(ManifestKeys.COSWID, inManifest(coswid, Items::octets)));
        manifest.textMember()
                .ifPresent(text -> members.add(ManifestKeys.TEXT, inManifest(text, ManifestEncoder::wrapped)));
        return Items.encode(members.toItem());
    }

    /** SUIT_Digest. */
    public static Bytes encode(Digest digest) {
        return Items.encode(Documents.item(digest));
    }

    /** The contents of what was severed and is here, by the envelope's keys, in their order. */
    public static SortedMap<Integer, Bytes> severed(Manifest manifest) {
        SortedMap<Integer, Bytes> contents = new TreeMap<>();
        manifest.sections()
                .forEach((section, body) -> inEnvelope(body, ManifestEncoder::wrapped)
                        .ifPresent(octets -> contents.put(section.key(), octets)));
        manifest.coswidMember()
                .flatMap(coswid -> inEnvelope(coswid, Items::octets))
                .ifPresent(octets -> contents.put(ManifestKeys.COSWID, octets));
        manifest.textMember()
                .flatMap(text -> inEnvelope(text, ManifestEncoder::wrapped))
                .ifPresent(octets -> contents.put(ManifestKeys.TEXT, octets));
        return contents;
    }

    /** Replaces commands by their digest: what {@link #encode} writes then, and {@link #severed} has the commands. */
    public static Member<CommandSequence> sever(CommandSequence sequence) {
        return new Member.Severed<>(digestOf(wrapped(sequence)), Optional.of(sequence));
    }

    /** The same for texts. */
    public static Member<ManifestText> sever(ManifestText text) {
        return new Member.Severed<>(digestOf(wrapped(text)), Optional.of(text));
    }

    /** The same for an encoded concise-swid-tag. */
    public static Member<Bytes> sever(Bytes coswid) {
        return new Member.Severed<>(digestOf(Items.octets(coswid)), Optional.of(coswid));
    }

    private static CborItem wrapped(CommandSequence sequence) {
        return Items.wrapped(CommandEncoder.sequence(sequence));
    }

    private static CborItem wrapped(ManifestText text) {
        return Items.wrapped(text(text));
    }

    private static Digest digestOf(CborItem wrapped) {
        return Digest.sha256(Items.encode(wrapped));
    }

    private static <T> CborItem inManifest(Member<T> member, Function<T, CborItem> encoder) {
        if (member instanceof Member.Severed<T> severed) {
            return Documents.item(severed.digest());
        }
        return encoder.apply(((Member.Present<T>) member).content());
    }

    private static <T> Optional<Bytes> inEnvelope(Member<T> member, Function<T, CborItem> encoder) {
        if (member instanceof Member.Severed<T> severed) {
            return severed.content().map(encoder).map(item -> ((CborItem.ByteString) item).content());
        }
        return Optional.empty();
    }

    private static CborItem common(Common common) {
        Items.Members members = new Items.Members();
        if (!common.dependencies().isEmpty()) {
            Items.Members dependencies = new Items.Members();
            common.dependencies().forEach(one -> dependencies.add(one.index(), metadata(one)));
            members.add(1, dependencies.toItem());
        }
        if (!common.components().isEmpty()) {
            members.add(
                    2,
                    Items.array(common.components().stream()
                            .map(ManifestEncoder::component)
                            .toList()));
        }
        if (!common.sharedSequence().commands().isEmpty()) {
            members.add(4, wrapped(common.sharedSequence()));
        }
        return members.toItem();
    }

    private static CborItem metadata(Dependency dependency) {
        Items.Members metadata = new Items.Members();
        dependency.prefix().ifPresent(prefix -> metadata.add(1, component(prefix)));
        return metadata.toItem();
    }

    private static CborItem component(ComponentId component) {
        return Items.array(component.parts().stream().map(Items::octets).toList());
    }

    private static CborItem text(ManifestText text) {
        Items.Members languages = new Items.Members();
        text.languages().forEach((tag, language) -> {
            Items.Members texts = texts(language.manifest());
            language.components()
                    .forEach(
                            (id, about) -> texts.add(component(id), texts(about).toItem()));
            languages.add(new CborItem.Text(tag), texts.toItem());
        });
        return languages.toItem();
    }

    private static Items.Members texts(Map<Long, String> byNumber) {
        Items.Members texts = new Items.Members();
        byNumber.forEach((number, words) -> texts.add(number, new CborItem.Text(words)));
        return texts;
    }
}
