package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.UnknownCommand;
import io.moult.suit.manifest.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Encodes a manifest deterministically (draft-ietf-suit-manifest-37 section 8.1): the same manifest, the same octets.
 * Text and members that this processor does not support are not encoded.
 */
public final class ManifestEncoder {
    private ManifestEncoder() {}

    /** The content of the envelope's manifest entry, without the byte string around it. */
    public static Bytes encode(Manifest manifest) {
        List<CborItem.Pair> members = new ArrayList<>();
        add(members, 1, CborItem.ofLong(1));
        add(members, 2, new CborItem.Unsigned(manifest.sequenceNumber()));
        add(members, 3, wrapped(common(manifest)));
        manifest.referenceUri().ifPresent(uri -> add(members, 4, new CborItem.Text(uri)));
        manifest.version().ifPresent(version -> add(members, 6, wrapped(version(version))));
        for (Map.Entry<Section, Member<CommandSequence>> section : manifest.sections().entrySet()) {
            add(members, section.getKey().key(), body(section.getValue()));
        }
        return new CborWriter().item(new CborItem.Mapping(members)).toBytes();
    }

    /** SUIT_Digest. */
    public static Bytes encode(Digest digest) {
        return Documents.encode(digest);
    }

    private static CborItem common(Manifest manifest) {
        List<CborItem.Pair> members = new ArrayList<>();
        add(members, 2, array(manifest.components().stream().map(ManifestEncoder::component)));
        if (!manifest.sharedSequence().commands().isEmpty()) {
            add(members, 4, wrapped(sequence(manifest.sharedSequence())));
        }
        return new CborItem.Mapping(members);
    }

    private static CborItem component(ComponentId component) {
        return array(component.parts().stream().map(CborItem.ByteString::new));
    }

    private static CborItem version(Version version) {
        return array(version.parts().stream().map(CborItem::ofLong));
    }

    private static CborItem body(Member<CommandSequence> body) {
        if (body instanceof Member.Severed<CommandSequence> severed) {
            return digest(severed.digest());
        }
        return wrapped(sequence(((Member.Present<CommandSequence>) body).content()));
    }

    private static CborItem digest(Digest digest) {
        return new CborItem.Array(
                List.of(CborItem.ofLong(digest.algorithm()), new CborItem.ByteString(digest.value())));
    }

    private static CborItem sequence(CommandSequence sequence) {
        List<CborItem> items = new ArrayList<>();
        for (Command command : sequence.commands()) {
            items.add(CborItem.ofLong(command.code()));
            items.add(argument(command));
        }
        return new CborItem.Array(items);
    }

    private static CborItem argument(Command command) {
        if (command instanceof Condition condition) {
            return CborItem.ofLong(condition.policy().bits());
        } else if (command instanceof Directive.OverrideParameters override) {
            return parameters(override.parameters());
        } else if (command instanceof Directive.Fetch fetch) {
            return CborItem.ofLong(fetch.policy().bits());
        } else if (command instanceof Directive.Write write) {
            return CborItem.ofLong(write.policy().bits());
        } else if (command instanceof Directive.Copy copy) {
            return CborItem.ofLong(copy.policy().bits());
        }
        return ((UnknownCommand) command).argument();
    }

    private static CborItem parameters(Parameters parameters) {
        List<CborItem.Pair> pairs = new ArrayList<>();
        parameters.all().forEach(parameter -> add(pairs, parameter.code(), value(parameter)));
        return new CborItem.Mapping(pairs);
    }

    private static CborItem value(Parameter parameter) {
        if (parameter instanceof Parameter.VendorIdentifier vendor) {
            return new CborItem.ByteString(Identifiers.toBytes(vendor.value()));
        } else if (parameter instanceof Parameter.ClassIdentifier classId) {
            return new CborItem.ByteString(Identifiers.toBytes(classId.value()));
        } else if (parameter instanceof Parameter.ImageDigest digest) {
            return wrapped(digest(digest.value()));
        } else if (parameter instanceof Parameter.ImageSize size) {
            return new CborItem.Unsigned(size.valueBytes());
        } else if (parameter instanceof Parameter.ComponentSlot slot) {
            return new CborItem.Unsigned(slot.value());
        } else if (parameter instanceof Parameter.Content content) {
            return new CborItem.ByteString(content.value());
        } else if (parameter instanceof Parameter.Uri uri) {
            return new CborItem.Text(uri.value());
        } else if (parameter instanceof Parameter.SourceComponent source) {
            return new CborItem.Unsigned(source.index());
        } else if (parameter instanceof Parameter.SecurityCounter counter) {
            return new CborItem.Unsigned(counter.value());
        }
        return ((Parameter.Unknown) parameter).value();
    }

    private static CborItem wrapped(CborItem item) {
        return new CborItem.ByteString(new CborWriter().item(item).toBytes());
    }

    private static CborItem array(java.util.stream.Stream<? extends CborItem> items) {
        return new CborItem.Array(items.<CborItem>map(item -> item).toList());
    }

    private static void add(List<CborItem.Pair> pairs, long key, CborItem value) {
        pairs.add(new CborItem.Pair(CborItem.ofLong(key), value));
    }
}
