package io.moult.suit.manifest;

import io.moult.bytes.Bytes;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * SUIT_Manifest (draft-ietf-suit-manifest-37 section 8.4, draft-ietf-suit-trust-domains-11 section 5,
 * draft-ietf-suit-update-management-14 section 3) as a value. Well-formed; whether it is believed, supported and
 * applicable is the verifier's question.
 *
 * @param sequenceNumber unsigned 64 bit
 * @param version suit-set-version
 * @param referenceUri where a whole envelope can be had from
 * @param componentId which component the manifest itself is
 * @param textMember suit-text
 * @param coswidMember an encoded concise-swid-tag, carried and not looked into
 */
public record Manifest(
        long sequenceNumber,
        Common common,
        Map<Section, Member<CommandSequence>> sections,
        Optional<Version> version,
        Optional<String> referenceUri,
        Optional<ComponentId> componentId,
        Optional<Member<ManifestText>> textMember,
        Optional<Member<Bytes>> coswidMember) {
    public Manifest {
        EnumMap<Section, Member<CommandSequence>> inOrder = new EnumMap<>(Section.class);
        inOrder.putAll(sections);
        sections = Collections.unmodifiableMap(inOrder);
    }

    public List<Dependency> dependencies() {
        return common.dependencies();
    }

    public List<ComponentId> components() {
        return common.components();
    }

    public CommandSequence sharedSequence() {
        return common.sharedSequence();
    }

    /**
     * The indexes that commands may speak of: those of the list of components, then those of dependencies beyond it. The
     * examples of draft-ietf-suit-trust-domains-11 have their dependencies there, with the prefix for a place.
     */
    public SortedSet<Integer> componentIndexes() {
        TreeSet<Integer> indexes = new TreeSet<>();
        for (int i = 0; i < components().size(); i++) {
            indexes.add(i);
        }
        dependencies().forEach(dependency -> indexes.add(dependency.index()));
        return indexes;
    }

    /** The component of an index; empty for a dependency beyond the list that has no prefix. */
    public Optional<ComponentId> component(int index) {
        return index < components().size()
                ? Optional.of(components().get(index))
                : dependency(index).flatMap(Dependency::prefix);
    }

    /** What is known of a component as a dependency; empty if it is none. */
    public Optional<Dependency> dependency(int index) {
        return dependencies().stream().filter(one -> one.index() == index).findFirst();
    }

    /** The commands of a section; empty if the manifest has no such section or its commands are severed and absent. */
    public Optional<CommandSequence> sequence(Section section) {
        return Optional.ofNullable(sections.get(section)).flatMap(Member::find);
    }

    /** Whether a section's commands were severed and are not here. */
    public boolean severed(Section section) {
        return sections.containsKey(section) && sequence(section).isEmpty();
    }

    /** The texts for people, if there are any here. */
    public Optional<ManifestText> text() {
        return textMember.flatMap(Member::find);
    }

    /** The encoded concise-swid-tag, if there is one here. */
    public Optional<Bytes> coswid() {
        return coswidMember.flatMap(Member::find);
    }

    /** Puts a manifest together; what is not said is not in it. Owned by one thread. */
    public static final class Builder {
        private final long sequenceNumber;
        private final Map<Section, Member<CommandSequence>> sections = new EnumMap<>(Section.class);
        private Common common = new Common(List.of(), List.of(), CommandSequence.EMPTY);
        private Optional<Version> version = Optional.empty();
        private Optional<String> referenceUri = Optional.empty();
        private Optional<ComponentId> componentId = Optional.empty();
        private Optional<Member<ManifestText>> text = Optional.empty();
        private Optional<Member<Bytes>> coswid = Optional.empty();

        public Builder(long sequenceNumber) {
            this.sequenceNumber = sequenceNumber;
        }

        public Builder common(Common common) {
            this.common = common;
            return this;
        }

        /** A section that is in the manifest. */
        public Builder section(Section section, CommandSequence sequence) {
            return section(section, new Member.Present<>(sequence));
        }

        public Builder section(Section section, Member<CommandSequence> body) {
            sections.put(section, body);
            return this;
        }

        public Builder version(Version version) {
            this.version = Optional.of(version);
            return this;
        }

        public Builder referenceUri(String uri) {
            this.referenceUri = Optional.of(uri);
            return this;
        }

        public Builder componentId(ComponentId componentId) {
            this.componentId = Optional.of(componentId);
            return this;
        }

        public Builder text(Member<ManifestText> text) {
            this.text = Optional.of(text);
            return this;
        }

        public Builder coswid(Member<Bytes> coswid) {
            this.coswid = Optional.of(coswid);
            return this;
        }

        public Manifest build() {
            return new Manifest(sequenceNumber, common, sections, version, referenceUri, componentId, text, coswid);
        }
    }
}
