package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.ComponentMetadata.Actor;
import io.moult.suit.manifest.ComponentMetadata.FileType;
import io.moult.suit.manifest.ComponentMetadata.Permissions;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.verify.RefusalReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** SUIT_Component_Metadata (draft-ietf-suit-update-management-14 section 4.6). */
final class MetadataCodec {
    private static final long TAG_EPOCH_TIME = 1;
    private static final long TAG_UUID = 37;
    private static final int KEY_DEFAULT = 1;
    private static final int KEY_USERS = 2;
    private static final int KEY_GROUPS = 3;
    private static final int KEY_ROLES = 4;
    private static final int KEY_FILE_TYPE = 5;
    private static final int KEY_MODIFIED = 6;
    private static final int KEY_CREATED = 7;
    private static final int KEY_CREATOR = 8;

    private MetadataCodec() {}

    static ComponentMetadata decode(CborItem item) throws CborException, DecodeException {
        CborItem.Mapping members = item.map("component-metadata");
        for (CborItem.Pair member : members.pairs()) {
            long key = member.key().integer("a key of component-metadata");
            if (key < KEY_DEFAULT || key > KEY_CREATOR) {
                throw new DecodeException(RefusalReason.UNSUPPORTED_PARAMETER, "component-metadata with member " + key);
            }
        }
        Optional<CborItem> ownRights = members.find(KEY_DEFAULT);
        Optional<CborItem> type = members.find(KEY_FILE_TYPE);
        Optional<CborItem> creator = members.find(KEY_CREATOR);
        return new ComponentMetadata(
                ownRights.isPresent() ? Optional.of(permissions(ownRights.get())) : Optional.empty(),
                permissionMap(members, KEY_USERS),
                permissionMap(members, KEY_GROUPS),
                permissionMap(members, KEY_ROLES),
                type.isPresent() ? Optional.of(fileType(type.get())) : Optional.empty(),
                time(members, KEY_MODIFIED),
                time(members, KEY_CREATED),
                creator.isPresent() ? Optional.of(actor(creator.get())) : Optional.empty());
    }

    private static Permissions permissions(CborItem item) throws CborException {
        long bits = item.unsigned("permissions");
        if (bits < 0 || bits > Permissions.ALL_BITS) {
            throw CborException.malformed("permissions of unknown bits");
        }
        return new Permissions((int) bits);
    }

    private static Map<Actor, Permissions> permissionMap(CborItem.Mapping members, int key) throws CborException {
        Optional<CborItem> member = members.find(key);
        Map<Actor, Permissions> byActor = new LinkedHashMap<>();
        if (member.isPresent()) {
            for (CborItem.Pair pair : member.get().map("permissions by actor").pairs()) {
                byActor.put(actor(pair.key()), permissions(pair.value()));
            }
            if (byActor.isEmpty()) {
                throw CborException.malformed("an empty map of permissions");
            }
        }
        return byActor;
    }

    private static FileType fileType(CborItem item) throws CborException {
        long code = item.unsigned("a file type");
        return FileType.of(code)
                .orElseThrow(() -> CborException.malformed("file type " + Long.toUnsignedString(code) + " is none"));
    }

    private static Optional<Long> time(CborItem.Mapping members, int key) throws CborException {
        Optional<CborItem> member = members.find(key);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        if (member.get() instanceof CborItem.Tagged tagged && tagged.tag() == TAG_EPOCH_TIME) {
            return Optional.of(tagged.item().unsigned("a time"));
        }
        throw CborException.malformed("a time in component-metadata without its tag");
    }

    private static Actor actor(CborItem item) throws CborException {
        if (item instanceof CborItem.Tagged tagged && tagged.tag() == TAG_UUID) {
            return new Actor.ById(Documents.uuid(tagged.item(), "an actor"));
        } else if (item instanceof CborItem.ByteString octets) {
            return new Actor.ByOctets(octets.content());
        } else if (item instanceof CborItem.Text text) {
            return new Actor.ByName(Documents.plain(text.value(), "an actor's name"));
        }
        return new Actor.ByNumber(item.integer("an actor"));
    }

    static CborItem encode(ComponentMetadata metadata) {
        Items.Members members = new Items.Members();
        metadata.defaultPermissions().ifPresent(bits -> members.add(KEY_DEFAULT, Items.unsigned(bits.bits())));
        add(members, KEY_USERS, metadata.users());
        add(members, KEY_GROUPS, metadata.groups());
        add(members, KEY_ROLES, metadata.roles());
        metadata.fileType().ifPresent(type -> members.add(KEY_FILE_TYPE, Items.unsigned(type.code())));
        metadata.modificationEpochSeconds().ifPresent(time -> members.add(KEY_MODIFIED, time(time)));
        metadata.creationEpochSeconds().ifPresent(time -> members.add(KEY_CREATED, time(time)));
        metadata.creator().ifPresent(actor -> members.add(KEY_CREATOR, actor(actor)));
        return members.toItem();
    }

    private static void add(Items.Members members, int key, Map<Actor, Permissions> byActor) {
        if (!byActor.isEmpty()) {
            Items.Members entries = new Items.Members();
            byActor.forEach((actor, permissions) -> entries.add(actor(actor), Items.unsigned(permissions.bits())));
            members.add(key, entries.toItem());
        }
    }

    private static CborItem time(long epochSeconds) {
        return new CborItem.Tagged(TAG_EPOCH_TIME, Items.unsigned(epochSeconds));
    }

    private static CborItem actor(Actor actor) {
        if (actor instanceof Actor.ById id) {
            return new CborItem.Tagged(TAG_UUID, Items.octets(Identifiers.toBytes(id.id())));
        } else if (actor instanceof Actor.ByOctets octets) {
            return Items.octets(octets.octets());
        } else if (actor instanceof Actor.ByName name) {
            return new CborItem.Text(name.name());
        }
        return CborItem.ofLong(((Actor.ByNumber) actor).number());
    }
}
