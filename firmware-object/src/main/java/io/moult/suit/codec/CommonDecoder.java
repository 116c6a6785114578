package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** SUIT_Common (draft-ietf-suit-manifest-37 section 8.4.5): components and the shared sequence. */
final class CommonDecoder {
    private final DecoderLimits limits;
    private final CommandDecoder commands;
    private final List<String> unsupported;

    /** @param unsupported grows by the names of members that mean nothing to this processor */
    CommonDecoder(DecoderLimits limits, CommandDecoder commands, List<String> unsupported) {
        this.limits = limits;
        this.commands = commands;
        this.unsupported = unsupported;
    }

    ManifestDecoder.Common decode(Bytes content) throws CborException, DecodeException {
        List<ComponentId> components = List.of();
        CommandSequence shared = CommandSequence.EMPTY;
        CborItem.Mapping members =
                Documents.read(content, limits, "common part").map("the common part");
        for (CborItem.Pair member : members.pairs()) {
            long key = member.key().integer("a key of the common part");
            if (key == 1) {
                unsupported.add("dependencies");
            } else if (key == 2) {
                components = decodeComponents(member.value());
            } else if (key == 4) {
                shared = commands.sequence(member.value().bytes("the shared sequence"), "shared sequence", true);
            } else {
                throw new DecodeException(
                        RefusalReason.UNSUPPORTED_FORMAT, "member " + key + " of the common part is unknown");
            }
        }
        return new ManifestDecoder.Common(components, shared);
    }

    private List<ComponentId> decodeComponents(CborItem value) throws CborException {
        List<CborItem> identifiers = value.array("the components");
        limits.check(Limit.COMPONENTS, identifiers.size());
        if (identifiers.isEmpty()) {
            throw CborException.malformed("an empty list of components");
        }
        List<ComponentId> components = new ArrayList<>();
        for (CborItem identifier : identifiers) {
            components.add(componentId(identifier, limits));
        }
        if (new HashSet<>(components).size() < components.size()) {
            throw CborException.malformed("a component given twice");
        }
        return components;
    }

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
}
