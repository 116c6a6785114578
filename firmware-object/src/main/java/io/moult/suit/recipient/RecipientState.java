package io.moult.suit.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a directory recipient remembers beside the components: who counts on which, sequence number and digest of
 * each manifest, versions, and a swap that is under way. One file, replaced whole: at any moment the old or the new one is
 * there. Owned by one thread.
 */
final class RecipientState {
    static final String FILE = "STATE.json";

    private static final String SEQUENCE_NUMBERS = "sequenceNumbers";
    private static final String DIGESTS = "manifestDigests";
    private static final String HOLDERS = "holders";
    private static final String VERSIONS = "versions";
    private static final String SWAP = "swap";

    private final AtomicFiles files;
    private final Map<String, Long> sequenceNumbers = new LinkedHashMap<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final Map<String, Set<String>> holders = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private Optional<Swap> swap = Optional.empty();

    /** The two files that a swap exchanges. */
    record Swap(String source, String target) {}

    private RecipientState(AtomicFiles files) {
        this.files = files;
    }

    static RecipientState open(AtomicFiles files) throws IOException {
        RecipientState state = new RecipientState(files);
        Path file = files.path(FILE);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            state.read(new ObjectMapper().readTree(files.readAll(FILE).toArray()));
        }
        return state;
    }

    long sequenceNumber(String place) {
        return sequenceNumbers.getOrDefault(place, 0L);
    }

    boolean mayInstallAgain(String place, Digest digest) {
        return !sequenceNumbers.containsKey(place) || digest.value().hex().equals(digests.get(place));
    }

    Set<ComponentId> holders(ComponentId component) {
        Set<ComponentId> found = new LinkedHashSet<>();
        holders.getOrDefault(ComponentKey.of(component), Set.of()).forEach(key -> found.add(ComponentKey.parse(key)));
        return found;
    }

    Optional<Version> version(ComponentId component) {
        return Optional.ofNullable(versions.get(ComponentKey.of(component))).map(RecipientState::version);
    }

    Optional<Swap> swap() {
        return swap;
    }

    void link(ComponentId component, ComponentId holder) throws IOException {
        if (holders.computeIfAbsent(ComponentKey.of(component), none -> new LinkedHashSet<>())
                .add(ComponentKey.of(holder))) {
            save();
        }
    }

    /** @return whether nobody is left */
    boolean unlink(ComponentId component, ComponentId holder) throws IOException {
        Set<String> left = holders.getOrDefault(ComponentKey.of(component), new LinkedHashSet<>());
        if (left.remove(ComponentKey.of(holder))) {
            if (left.isEmpty()) {
                holders.remove(ComponentKey.of(component));
            }
            save();
        }
        return left.isEmpty();
    }

    /** The number of a manifest in its place, which never becomes lower, and its digest. */
    void raise(String place, long sequenceNumber, Digest digest) throws IOException {
        if (!sequenceNumbers.containsKey(place) || Long.compareUnsigned(sequenceNumber, sequenceNumber(place)) > 0) {
            sequenceNumbers.put(place, sequenceNumber);
            digests.put(place, digest.value().hex());
            save();
        }
    }

    /** What was installed by a root manifest of this digest. */
    record Installed(long sequenceNumber, Digest digest, Optional<Version> version, List<ComponentId> components) {}

    void installed(String place, Installed manifest) throws IOException {
        sequenceNumbers.put(place, manifest.sequenceNumber());
        digests.put(place, manifest.digest().value().hex());
        for (ComponentId component : manifest.components()) {
            manifest.version().ifPresent(said -> versions.put(ComponentKey.of(component), digits(said)));
        }
        save();
    }

    void setSwap(Optional<Swap> underWay) throws IOException {
        swap = underWay;
        save();
    }

    private void save() throws IOException {
        ObjectNode node = new ObjectMapper().createObjectNode();
        ObjectNode numbers = node.putObject(SEQUENCE_NUMBERS);
        sequenceNumbers.forEach((place, number) -> numbers.put(place, Long.toUnsignedString(number)));
        ObjectNode known = node.putObject(DIGESTS);
        digests.forEach(known::put);
        ObjectNode held = node.putObject(HOLDERS);
        holders.forEach((component, who) -> {
            ArrayNode all = held.putArray(component);
            who.forEach(all::add);
        });
        ObjectNode said = node.putObject(VERSIONS);
        versions.forEach(said::put);
        swap.ifPresent(one -> node.putObject(SWAP).put("source", one.source()).put("target", one.target()));
        files.replace(FILE, node.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    private void read(JsonNode node) throws IOException {
        try {
            node.path(SEQUENCE_NUMBERS)
                    .properties()
                    .forEach(one -> sequenceNumbers.put(
                            one.getKey(), Long.parseUnsignedLong(one.getValue().asText())));
            node.path(DIGESTS)
                    .properties()
                    .forEach(one -> digests.put(one.getKey(), one.getValue().asText()));
            node.path(HOLDERS).properties().forEach(one -> {
                Set<String> who = new LinkedHashSet<>();
                one.getValue().forEach(holder -> who.add(ComponentKey.of(ComponentKey.parse(holder.asText()))));
                holders.put(one.getKey(), who);
            });
            node.path(VERSIONS)
                    .properties()
                    .forEach(one -> versions.put(
                            one.getKey(), digits(version(one.getValue().asText()))));
        } catch (IllegalArgumentException e) {
            throw new IOException(FILE + " cannot be read", e);
        }
        JsonNode underWay = node.path(SWAP);
        if (underWay.isObject()) {
            swap = Optional.of(new Swap(
                    underWay.path("source").asText(), underWay.path("target").asText()));
        }
    }

    private static String digits(Version version) {
        return String.join(" ", version.parts().stream().map(String::valueOf).toList());
    }

    private static Version version(String digits) {
        List<Long> parts = new ArrayList<>();
        for (String part : digits.split(" ", -1)) {
            parts.add(Long.valueOf(part));
        }
        return new Version(parts);
    }
}
