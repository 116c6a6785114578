package io.moult.suit.manifest;

import java.util.List;

/**
 * SUIT_Common (draft-ietf-suit-manifest-37 section 8.4.5): what all sections share.
 *
 * @param dependencies those of the components that hold envelopes
 * @param sharedSequence runs before each section; empty if there is none
 */
public record Common(List<Dependency> dependencies, List<ComponentId> components, CommandSequence sharedSequence) {
    public Common {
        dependencies = List.copyOf(dependencies);
        components = List.copyOf(components);
    }
}
