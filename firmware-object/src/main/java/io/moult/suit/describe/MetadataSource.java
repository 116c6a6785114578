package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.ComponentMetadata.Actor;
import io.moult.suit.manifest.ComponentMetadata.FileType;
import io.moult.suit.manifest.ComponentMetadata.Permissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a file system should remember of a component. */
final class MetadataSource {
    private static final Map<String, FileType> TYPES = Map.of(
            "regular", FileType.REGULAR, "directory", FileType.DIRECTORY, "symbolic-link", FileType.SYMBOLIC_LINK);

    private MetadataSource() {}

    static ComponentMetadata read(Described described) throws DescriptionException {
        Described.Members members = described.members(
                "permissions", "users", "groups", "roles", "file-type", "modified", "created", "creator");
        Optional<Described> permissions = members.find("permissions");
        Optional<Described> type = members.find("file-type");
        Optional<Described> creator = members.find("creator");
        return new ComponentMetadata(
                permissions.isPresent() ? Optional.of(bits(permissions.get())) : Optional.empty(),
                byActor(members.find("users")),
                byActor(members.find("groups")),
                byActor(members.find("roles")),
                type.isPresent() ? Optional.of(type.get().oneOf(TYPES)) : Optional.empty(),
                time(members.find("modified")),
                time(members.find("created")),
                creator.isPresent() ? Optional.of(actor(creator.get().text(), creator.get())) : Optional.empty());
    }

    private static Permissions bits(Described described) throws DescriptionException {
        return new Permissions(described.count(Permissions.ALL_BITS));
    }

    private static Map<Actor, Permissions> byActor(Optional<Described> described) throws DescriptionException {
        Map<Actor, Permissions> permissions = new LinkedHashMap<>();
        if (described.isPresent()) {
            for (Map.Entry<String, Described> one : described.get().map().entrySet()) {
                permissions.put(actor(one.getKey(), one.getValue()), bits(one.getValue()));
            }
        }
        return permissions;
    }

    private static Optional<Long> time(Optional<Described> described) throws DescriptionException {
        return described.isPresent() ? Optional.of(described.get().epochSeconds()) : Optional.empty();
    }

    /** A number, a UUID, h'…', or else a name. */
    private static Actor actor(String text, Described where) throws DescriptionException {
        if (text.matches("-?[0-9]{1,18}")) {
            return new Actor.ByNumber(Long.parseLong(text));
        } else if (text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return new Actor.ById(UUID.fromString(text));
        } else if (text.matches("h'([0-9a-fA-F]{2})*'")) {
            return new Actor.ByOctets(Bytes.ofHex(text.substring(2, text.length() - 1)));
        } else if (text.startsWith("h'")) {
            throw where.wrong("\"" + text + "\" is not hexadecimal");
        }
        return new Actor.ByName(text);
    }
}
