package io.moult.boot.image;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads off a manifest, without running it, with which size and digest its validation matches each component, and in
 * which order it invokes them. A manifest that decides anything on the way is not read so: its sequences have no branches,
 * or there are no facts.
 */
final class FactsReader {
    private final List<ComponentId> components;
    private final Map<Integer, Parameters> parameters = new LinkedHashMap<>();
    private final Map<Integer, ImageFacts> matched = new LinkedHashMap<>();
    private final Set<ComponentId> invoked = new LinkedHashSet<>();
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
    private List<Integer> selected = List.of();
    private boolean plain = true;

    private FactsReader(List<ComponentId> components) {
        this.components = components;
    }

    /** Empty unless validation matches every component by a size and a SHA-256 digest. */
    static Optional<SetFacts> read(Manifest manifest, Bytes manifestDigest) {
        FactsReader reader = new FactsReader(manifest.components());
        reader.section(manifest, Section.VALIDATE);
        List<ImageFacts> images = new ArrayList<>();
        for (int i = 0; i < reader.components.size(); i++) {
            ImageFacts image = reader.matched.get(i);
            if (image == null) {
                return Optional.empty();
            }
            images.add(image);
        }
        reader.section(manifest, Section.INVOKE);
        if (!reader.plain || images.isEmpty()) {
            return Optional.empty();
        }
        reader.invoked.addAll(reader.components);
        ManifestSummary summary = ManifestSummary.of(manifest);
        return Optional.of(new SetFacts(
                summary.version(),
                summary.sequenceNumber(),
                summary.securityCounter().orElse(0),
                manifestDigest,
                images,
                List.copyOf(reader.invoked)));
    }

    static Map<String, Delivery> deliveries(Manifest manifest) {
        FactsReader reader = new FactsReader(manifest.components());
        reader.section(manifest, Section.PAYLOAD_FETCH);
        reader.section(manifest, Section.INSTALL);
        return reader.deliveries;
    }

    /** A section begins without parameters, behind the shared sequence. */
    private void section(Manifest manifest, Section section) {
        parameters.clear();
        run(manifest.sharedSequence());
        run(manifest.sequence(section).orElse(CommandSequence.EMPTY));
    }

    private void run(CommandSequence sequence) {
        selected = components.size() == 1 ? List.of(0) : List.of();
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.SetComponentIndex set) {
                selected = set.components()
                        .indexes(IntStream.range(0, components.size()).boxed().toList());
            } else if (command instanceof Directive.OverrideParameters override) {
                selected.forEach(index -> parameters.merge(index, override.parameters(), Parameters::overriddenBy));
            } else if (command instanceof Directive.OverrideMultiple several) {
                several.entries()
                        .forEach(
                                entry -> parameters.merge(entry.index(), entry.parameters(), Parameters::overriddenBy));
                selected = List.of(
                        several.entries().get(several.entries().size() - 1).index());
            } else if (command instanceof Condition.ImageMatch) {
                selected.forEach(this::match);
            } else if (command instanceof Directive.Fetch) {
                selected.forEach(this::fetch);
            } else if (command instanceof Directive.Invoke) {
                selected.stream()
                        .filter(index -> index < components.size())
                        .map(components::get)
                        .forEach(invoked::add);
            } else {
                plain &= command instanceof Condition || command instanceof Directive.Operation;
            }
        }
    }

    private void fetch(int index) {
        Parameters given = parameters.getOrDefault(index, Parameters.EMPTY);
        boolean encrypted = given.find(Parameter.EncryptionInfo.class).isPresent();
        if (index < components.size()) {
            given.find(Parameter.Uri.class)
                    .ifPresent(uri -> deliveries.put(uri.value(), new Delivery(components.get(index), encrypted)));
        }
    }

    private void match(int index) {
        Parameters given = parameters.getOrDefault(index, Parameters.EMPTY);
        Optional<Digest> digest = given.find(Parameter.ImageDigest.class)
                .map(Parameter.ImageDigest::value)
                .filter(Digest::isSha256);
        long size = given.find(Parameter.ImageSize.class)
                .map(Parameter.ImageSize::valueBytes)
                .orElse(-1L);
        if (index < components.size() && digest.isPresent() && size >= 0) {
            ImageFacts found =
                    new ImageFacts(components.get(index), size, digest.get().value());
            ImageFacts before = matched.putIfAbsent(index, found);
            plain &= before == null || before.equals(found);
        } else {
            plain = false;
        }
    }
}
