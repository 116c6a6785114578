package io.moult.suit.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SUIT_Manifest (draft-ietf-suit-manifest-37 section 8.4) as a value. Well-formed; whether it is believed, supported and
 * applicable is the verifier's question.
 *
 * @param sequenceNumber unsigned 64 bit
 * @param sharedSequence runs before each section; empty if there is none
 * @param unsupportedMembers the names of members that were understood but mean nothing to this processor
 */
public record Manifest(
        long sequenceNumber,
        List<ComponentId> components,
        CommandSequence sharedSequence,
        Map<Section, SectionBody> sections,
        Optional<Version> version,
        Optional<String> referenceUri,
        Optional<ManifestText> text,
        List<String> unsupportedMembers) {
    public Manifest {
        components = List.copyOf(components);
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
        unsupportedMembers = List.copyOf(unsupportedMembers);
    }

    /** The commands of a section; empty if the manifest has no such section or its commands are severed and absent. */
    public Optional<CommandSequence> sequence(Section section) {
        return sections.get(section) instanceof SectionBody.Present present
                ? Optional.of(present.sequence())
                : Optional.empty();
    }

    /** Whether a section's commands were severed and are not here. */
    public boolean severed(Section section) {
        return sections.get(section) instanceof SectionBody.Severed;
    }
}
