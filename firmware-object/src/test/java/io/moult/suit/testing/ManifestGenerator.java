package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentSelection;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Well-formed manifests of every kind, from a seed: the same seed, the same manifest. Everything in them is in the order of
 * the deterministic encoding, so that decoding what was encoded gives an equal manifest.
 */
public final class ManifestGenerator {
    private final Random random;
    private final CommandGenerator commands;

    public ManifestGenerator(long seed) {
        this(new Random(seed));
    }

    private ManifestGenerator(Random random) {
        this(random, new ParameterGenerator(random));
    }

    private ManifestGenerator(Random random, ParameterGenerator parameters) {
        this.random = random;
        this.commands = new CommandGenerator(random, parameters);
    }

    /** Manifests whose parameters often fit the device of {@link MemoryRecipient}, so that they run on for a while. */
    public static ManifestGenerator fitting(Random random, List<Digest> digests) {
        return new ManifestGenerator(random, new FittingParameters(random, digests));
    }

    /**
     * One of commands and nothing else, quickly made.
     *
     * @param acts whether directives that act are among them
     */
    public Manifest manifestToRun(boolean acts) {
        List<ComponentId> components = components();
        int count = components.size();
        Manifest.Builder manifest =
                new Manifest.Builder(1).common(new Common(dependencies(count), components, shared(count)));
        for (Section section : Section.values()) {
            if (random.nextInt(3) > 0) {
                manifest.section(
                        section,
                        acts
                                ? section(count)
                                : begun(count, commands.selection(count), commands.sharedCommands(count)));
            }
        }
        if (random.nextBoolean()) {
            manifest.componentId(component());
        }
        return manifest.build();
    }

    public Manifest manifest() {
        List<ComponentId> components = components();
        Manifest.Builder manifest = new Manifest.Builder(random.nextLong() >>> random.nextInt(64))
                .common(new Common(dependencies(components.size()), components, shared(components.size())));
        for (Section section : Section.values()) {
            if (random.nextInt(3) == 0) {
                CommandSequence sequence = section(components.size());
                manifest.section(
                        section,
                        section.severable() && random.nextBoolean()
                                ? ManifestEncoder.sever(sequence)
                                : new Member.Present<>(sequence));
            }
        }
        if (random.nextBoolean()) {
            manifest.version(version());
        }
        if (random.nextBoolean()) {
            manifest.referenceUri("coaps://example.com/" + random.nextInt(1000));
        }
        if (random.nextBoolean()) {
            manifest.componentId(component());
        }
        if (random.nextBoolean()) {
            ManifestText text = text(components);
            manifest.text(random.nextBoolean() ? ManifestEncoder.sever(text) : new Member.Present<>(text));
        }
        if (random.nextBoolean()) {
            Bytes coswid = commands.octets(40);
            manifest.coswid(random.nextBoolean() ? ManifestEncoder.sever(coswid) : new Member.Present<>(coswid));
        }
        return manifest.build();
    }

    private List<ComponentId> components() {
        Set<ComponentId> components = new LinkedHashSet<>();
        int count = 1 + random.nextInt(4);
        while (components.size() < count) {
            components.add(component());
        }
        return List.copyOf(components);
    }

    private ComponentId component() {
        List<Bytes> parts = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            parts.add(commands.octets(8));
        }
        return new ComponentId(parts);
    }

    private List<Dependency> dependencies(int components) {
        List<Dependency> dependencies = new ArrayList<>();
        for (int index = 0; index < components; index++) {
            if (random.nextInt(4) == 0) {
                dependencies.add(
                        new Dependency(index, random.nextBoolean() ? Optional.of(component()) : Optional.empty()));
            }
        }
        return dependencies;
    }

    private CommandSequence shared(int components) {
        if (random.nextInt(4) == 0) {
            return CommandSequence.EMPTY;
        }
        return begun(components, new ComponentSelection.All(), commands.sharedCommands(components));
    }

    private CommandSequence section(int components) {
        return begun(components, commands.selection(components), commands.sectionCommands(components));
    }

    private static CommandSequence begun(int components, ComponentSelection selection, List<Command> rest) {
        return components == 1
                ? new CommandSequence(rest)
                : new CommandSequence(
                        Stream.concat(Stream.of(new Directive.SetComponentIndex(selection)), rest.stream())
                                .toList());
    }

    private Version version() {
        List<Long> parts = new ArrayList<>(List.of((long) random.nextInt(100)));
        int more = random.nextInt(5);
        for (int i = 0; i < more; i++) {
            parts.add((long) random.nextInt(100) - 5);
        }
        return new Version(parts);
    }

    private ManifestText text(List<ComponentId> components) {
        Map<String, ManifestText.InOneLanguage> languages = new LinkedHashMap<>();
        for (String tag : List.of("en", "de-AT", "zh-Hans-CN").subList(0, 1 + random.nextInt(3))) {
            Map<ComponentId, Map<Long, String>> about = new LinkedHashMap<>();
            for (ComponentId component : components) {
                if (random.nextBoolean()) {
                    about.put(component, texts(8));
                }
            }
            languages.put(tag, new ManifestText.InOneLanguage(texts(4), about));
        }
        return new ManifestText(languages);
    }

    private Map<Long, String> texts(int most) {
        Map<Long, String> texts = new LinkedHashMap<>();
        for (long number = 1; number <= most; number++) {
            if (random.nextBoolean()) {
                texts.put(number, "Größe " + random.nextInt(1000));
            }
        }
        return texts;
    }
}
