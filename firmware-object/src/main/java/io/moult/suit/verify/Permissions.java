package io.moult.suit.verify;

import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.ComponentId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a signer may have done to which components (draft-ietf-suit-manifest-37 section 9, the third model). Conditions
 * need no permission: anybody may compare.
 */
public record Permissions(List<Grant> grants) {
    /** Everything, everywhere. */
    public static final Permissions ALL =
            new Permissions(List.of(new Grant(new ComponentId(List.of()), EnumSet.allOf(CommandCode.class))));

    public static final Permissions NONE = new Permissions(List.of());

    public Permissions {
        grants = List.copyOf(grants);
    }

    public static Permissions of(Grant... grants) {
        return new Permissions(List.of(grants));
    }

    /**
     * Some commands on every component whose identifier begins so.
     *
     * @param components the beginning; without parts, every component
     */
    public record Grant(ComponentId components, Set<CommandCode> commands) {
        public Grant {
            commands = Set.copyOf(commands);
        }

        boolean covers(CommandUse use) {
            int length = components.parts().size();
            List<?> parts = use.component().parts();
            return commands.contains(use.command())
                    && parts.size() >= length
                    && parts.subList(0, length).equals(components.parts());
        }
    }

    boolean allow(CommandUse use) {
        return grants.stream().anyMatch(grant -> grant.covers(use));
    }
}
