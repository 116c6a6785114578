package io.moult.suit.recipient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.bytes.Bytes;
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
import org.jspecify.annotations.Nullable;

/**
 * What a directory recipient remembers beside the components: who counts on which, sequence number and digest of
 * each manifest, versions, and which files are just being replaced. One file, replaced whole: at any moment the old or the
 * new one is there. Owned by one thread.
 */
final class RecipientState {
    static final String FILE = "STATE.json";

    private static final String SEQUENCE_NUMBERS = "sequenceNumbers";
    private static final String DIGESTS = "manifestDigests";
    private static final String HOLDERS = "holders";
    private static final String VERSIONS = "versions";
    private static final String UNDER_WAY = "underWay";
    private static final String REPLACED = "replaced";
    private static final String REMOVED = "removed";

    private final AtomicFiles files;
    private final Map<String, Long> sequenceNumbers = new LinkedHashMap<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final Map<String, Set<String>> holders = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private Optional<StagedFiles.Changes> underWay = Optional.empty();
    private boolean held;

    private RecipientState(AtomicFiles files) {
        this.files = files;
    }

    static RecipientState open(AtomicFiles files) throws IOException {
        RecipientState state = new RecipientState(files);
        Path file = files.path(FILE);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            state.read(parse(files.readAll(FILE)));
        }
        return state;
    }

    private static JsonNode parse(Bytes content) throws IOException {
        try {
            JsonNode node = new ObjectMapper().readTree(content.toArray());
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        throw broken(null);
    }

    private static IOException broken(@Nullable Exception why) {
        return new IOException(
                FILE + " in it is broken: bring back a copy of it, or take an empty directory for a new device", why);
    }

    /** From now on nothing is written to disk, until {@link #write} or never. */
    void hold() {
        held = true;
    }

    /** All that was said is on disk, and what is to be done to files for it to be true. */
    void write(StagedFiles.Changes changes) throws IOException {
        held = false;
        underWay = Optional.of(changes).filter(some -> !some.isNone());
        save();
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

    Optional<StagedFiles.Changes> underWay() {
        return underWay;
    }

    /** What was to be done to files is done. */
    void settle() throws IOException {
        underWay = Optional.empty();
        save();
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

    private void save() throws IOException {
        if (held) {
            return;
        }
        ObjectNode node = new ObjectMapper().createObjectNode();
        ObjectNode numbers = node.putObject(SEQUENCE_NUMBERS);
        sequenceNumbers.forEach((place, number) -> numbers.put(place, Long.toUnsignedString(number)));
        ObjectNode known = node.putObject(DIGESTS);
        digests.forEach(known::put);
        ObjectNode counting = node.putObject(HOLDERS);
        holders.forEach((component, who) -> {
            ArrayNode all = counting.putArray(component);
            who.forEach(all::add);
        });
        ObjectNode said = node.putObject(VERSIONS);
        versions.forEach(said::put);
        underWay.ifPresent(changes -> {
            ObjectNode what = node.putObject(UNDER_WAY);
            changes.replaced().forEach(what.putArray(REPLACED)::add);
            changes.removed().forEach(what.putArray(REMOVED)::add);
        });
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
            JsonNode changes = node.path(UNDER_WAY);
            if (changes.isObject()) {
                underWay = Optional.of(
                        new StagedFiles.Changes(names(changes.path(REPLACED)), names(changes.path(REMOVED))));
            }
        } catch (IllegalArgumentException e) {
            throw broken(e);
        }
    }

    /** IllegalArgumentException for what leads out of the directory. */
    private List<String> names(JsonNode listed) {
        List<String> names = new ArrayList<>();
        listed.forEach(name -> names.add(name.asText()));
        names.forEach(files::path);
        return names;
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
