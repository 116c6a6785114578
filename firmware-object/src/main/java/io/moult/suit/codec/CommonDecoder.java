package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * SUIT_Common (draft-ietf-suit-manifest-37 section 8.4.5, draft-ietf-suit-trust-domains-11 section 5.2).
 *
 * <p>Deviation: dependencies need not be sorted; as everywhere, the order of a map changes no meaning.
 */
final class CommonDecoder {
    private static final int KEY_DEPENDENCIES = 1;
    private static final int KEY_COMPONENTS = 2;
    private static final int KEY_SHARED_SEQUENCE = 4;
    private static final int KEY_PREFIX = 1;

    private final DecoderLimits limits;
    private final CommandDecoder commands;

    CommonDecoder(DecoderLimits limits, CommandDecoder commands) {
        this.limits = limits;
        this.commands = commands;
    }

    Common decode(Bytes content) throws CborException, DecodeException {
        List<Dependency> dependencies = List.of();
        List<ComponentId> components = List.of();
        CommandSequence shared = CommandSequence.EMPTY;
        CborItem.Mapping members =
                Documents.read(content, limits, "common part").map("the common part");
        for (CborItem.Pair member : members.pairs()) {
            long key = member.key().integer("a key of the common part");
            if (key == KEY_DEPENDENCIES) {
                dependencies = decodeDependencies(member.value());
            } else if (key == KEY_COMPONENTS) {
                components = decodeComponents(member.value());
            } else if (key == KEY_SHARED_SEQUENCE) {
                shared = commands.shared(member.value().bytes("the shared sequence"));
            } else {
                throw new DecodeException(
                        RefusalReason.UNSUPPORTED_FORMAT, "member " + key + " of the common part is unknown");
            }
        }
        return new Common(dependencies, components, shared);
    }

    private List<ComponentId> decodeComponents(CborItem value) throws CborException {
        List<CborItem> identifiers = value.array("the components");
        limits.check(Limit.COMPONENTS, identifiers.size());
        if (identifiers.isEmpty()) {
            throw CborException.malformed("an empty list of components");
        }
        List<ComponentId> components = new ArrayList<>();
        for (CborItem identifier : identifiers) {
            components.add(Documents.componentId(identifier, limits));
        }
        if (new HashSet<>(components).size() < components.size()) {
            throw CborException.malformed("a component given twice");
        }
        return components;
    }

    private List<Dependency> decodeDependencies(CborItem value) throws CborException, DecodeException {
        List<CborItem.Pair> pairs = value.map("the dependencies").pairs();
        limits.check(Limit.DEPENDENCIES, pairs.size());
        if (pairs.isEmpty()) {
            throw CborException.malformed("an empty map of dependencies");
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (CborItem.Pair pair : pairs) {
            long index = pair.key().unsigned("the index of a dependency");
            if (index < 0 || index >= limits.of(Limit.COMPONENTS)) {
                throw CborException.malformed(
                        "dependency " + Long.toUnsignedString(index) + " is beyond what a list of components may have");
            }
            dependencies.add(new Dependency((int) index, decodePrefix(pair.value())));
        }
        return dependencies;
    }

    private Optional<ComponentId> decodePrefix(CborItem metadata) throws CborException, DecodeException {
        Optional<ComponentId> prefix = Optional.empty();
        for (CborItem.Pair pair : metadata.map("the metadata of a dependency").pairs()) {
            long key = pair.key().integer("a key of the metadata of a dependency");
            if (key != KEY_PREFIX) {
                throw new DecodeException(
                        RefusalReason.UNSUPPORTED_FORMAT, "metadata " + key + " of a dependency is unknown");
            }
            prefix = Optional.of(Documents.componentId(pair.value(), limits));
        }
        return prefix;
    }
}
