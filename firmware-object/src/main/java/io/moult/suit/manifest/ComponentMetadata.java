package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * SUIT_Component_Metadata (draft-ietf-suit-update-management-14 section 4.6): what a file system should remember of a
 * component. Each value is a wish of the author's, for the device's own policy to judge.
 *
 * @param modificationEpochSeconds unsigned 64 bit
 * @param creationEpochSeconds unsigned 64 bit
 */
public record ComponentMetadata(
        Optional<Permissions> defaultPermissions,
        Map<Actor, Permissions> users,
        Map<Actor, Permissions> groups,
        Map<Actor, Permissions> roles,
        Optional<FileType> fileType,
        Optional<Long> modificationEpochSeconds,
        Optional<Long> creationEpochSeconds,
        Optional<Actor> creator) {
    public ComponentMetadata {
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    /** Nothing but what kind of file the component is. */
    public static ComponentMetadata ofType(FileType type) {
        return new ComponentMetadata(
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** SUIT_meta_permission_bits: 0 traverse or execute, 1 create or write, 2 list or read, and so on up to 13. */
    public record Permissions(int bits) {
        public static final int ALL_BITS = (1 << 14) - 1;

        public Permissions {
            if (bits < 0 || bits > ALL_BITS) {
                throw new IllegalArgumentException("permissions " + bits);
            }
        }
    }

    /** Somebody whom the device knows: SUIT_meta_actor_id. */
    public sealed interface Actor {
        record ById(UUID id) implements Actor {}

        record ByOctets(Bytes octets) implements Actor {}

        record ByName(String name) implements Actor {}

        record ByNumber(long number) implements Actor {}
    }

    /** By the specification's numbers. */
    public enum FileType {
        REGULAR(1),
        DIRECTORY(2),
        SYMBOLIC_LINK(3);

        private final int code;

        FileType(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public static Optional<FileType> of(long code) {
            return List.of(values()).stream()
                    .filter(known -> known.code == code)
                    .findFirst();
        }
    }
}
