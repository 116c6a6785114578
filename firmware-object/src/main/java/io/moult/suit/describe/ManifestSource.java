package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a manifest from YAML, with the files that its envelope brings along. Its form is in {@code docs/author.md}. */
public final class ManifestSource {
    private static final int MOST_COSWID_BYTES = 48 * 1024;
    private static final List<String> PLAIN_MEMBERS = List.of(
            "sequence",
            "version",
            "reference-uri",
            "manifest-component",
            "components",
            "dependencies",
            "shared",
            "text",
            "coswid",
            "severable",
            "payloads");

    private final NamedFiles files;

    /** @param directory where the files are that the description names */
    public ManifestSource(Path directory) {
        this.files = new NamedFiles(directory);
    }

    /**
     * What is described.
     *
     * @param payloads files by their keys in the envelope, in the order in which they stand there
     */
    public record Plan(Manifest manifest, List<Payload> payloads) {
        public Plan {
            payloads = List.copyOf(payloads);
        }
    }

    /** An image or a dependency's envelope that comes along. */
    public record Payload(String key, Path file) {}

    public Plan read(String yaml) throws DescriptionException {
        List<String> known = new ArrayList<>(PLAIN_MEMBERS);
        for (Section section : Section.values()) {
            known.add(section.label());
        }
        Described.Members members = Described.read(yaml).members(known.toArray(String[]::new));
        return new Plan(manifest(members), payloads(members));
    }

    private Manifest manifest(Described.Members members) throws DescriptionException {
        List<ComponentId> components = new ArrayList<>();
        if (members.has("components")) {
            for (var one : members.require("components").list()) {
                components.add(ComponentText.parse(one));
            }
        }
        List<Dependency> dependencies = dependencies(members, components);
        ComponentNames names = new ComponentNames(components, dependencies);
        CommandSource commands = new CommandSource(new ParameterSource(files, names), names);
        Set<String> severable = severable(members);
        Optional<Described> shared = members.find("shared");
        Manifest.Builder manifest = new Manifest.Builder(
                        members.require("sequence").unsigned())
                .common(new Common(
                        dependencies,
                        components,
                        shared.isPresent() ? commands.sequence(shared.get()) : CommandSequence.EMPTY));
        for (Section section : Section.values()) {
            if (members.has(section.label())) {
                CommandSequence sequence = commands.sequence(members.require(section.label()));
                manifest.section(
                        section,
                        severable.remove(section.label())
                                ? ManifestEncoder.sever(sequence)
                                : new Member.Present<>(sequence));
            }
        }
        addTheRest(manifest, members, severable);
        if (!severable.isEmpty()) {
            throw members.require("severable")
                    .wrong("there is no " + severable.iterator().next() + " that could be severed");
        }
        return manifest.build();
    }

    private void addTheRest(Manifest.Builder manifest, Described.Members members, Set<String> severable)
            throws DescriptionException {
        if (members.has("version")) {
            manifest.version(VersionText.version(members.require("version")));
        }
        if (members.has("reference-uri")) {
            manifest.referenceUri(members.require("reference-uri").text());
        }
        if (members.has("manifest-component")) {
            manifest.componentId(ComponentText.parse(members.require("manifest-component")));
        }
        if (members.has("text")) {
            ManifestText text = TextSource.read(members.require("text"));
            manifest.text(severable.remove("text") ? ManifestEncoder.sever(text) : new Member.Present<>(text));
        }
        if (members.has("coswid")) {
            Bytes coswid =
                    files.octets(members.require("coswid").members("file").require("file"), MOST_COSWID_BYTES);
            manifest.coswid(severable.remove("coswid") ? ManifestEncoder.sever(coswid) : new Member.Present<>(coswid));
        }
    }

    private static List<Dependency> dependencies(Described.Members members, List<ComponentId> components)
            throws DescriptionException {
        List<Dependency> dependencies = new ArrayList<>();
        if (members.has("dependencies")) {
            ComponentNames names = new ComponentNames(components, List.of());
            for (var one : members.require("dependencies").list()) {
                var dependency = one.members("component", "prefix");
                int index = names.index(dependency.require("component"));
                if (dependencies.stream().anyMatch(other -> other.index() == index)) {
                    throw one.wrong("component " + index + " is a dependency already");
                }
                dependencies.add(new Dependency(
                        index,
                        dependency.has("prefix")
                                ? Optional.of(ComponentText.parse(dependency.require("prefix")))
                                : Optional.empty()));
            }
        }
        dependencies.sort(Comparator.comparingInt(Dependency::index));
        return dependencies;
    }

    private static Set<String> severable(Described.Members members) throws DescriptionException {
        Map<String, String> known = new LinkedHashMap<>();
        for (Section section : Section.values()) {
            if (section.severable()) {
                known.put(section.label(), section.label());
            }
        }
        known.put("text", "text");
        known.put("coswid", "coswid");
        Set<String> severable = new LinkedHashSet<>();
        if (members.has("severable")) {
            for (var one : members.require("severable").listOrOne()) {
                severable.add(one.oneOf(known));
            }
        }
        return severable;
    }

    /** In the order that deterministic CBOR wants: by the octets of the encoded key, so shorter ones first. */
    private List<Payload> payloads(Described.Members members) throws DescriptionException {
        List<Payload> payloads = new ArrayList<>();
        if (members.has("payloads")) {
            for (var one : members.require("payloads").map().entrySet()) {
                payloads.add(new Payload(one.getKey(), files.find(one.getValue())));
            }
        }
        payloads.sort(Comparator.comparing(Payload::key, PayloadOrder.INSTANCE));
        return payloads;
    }
}
