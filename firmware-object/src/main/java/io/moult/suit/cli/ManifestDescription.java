package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.CoseSign1;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An envelope and its manifest in words for a device operator (RFC 9124 USER_STORY.MFST.ADMINISTRATION). */
final class ManifestDescription {
    private final HeadResult.Complete head;
    private final Envelope envelope;
    private final Manifest manifest;
    private final ManifestSummary summary;
    private final List<String> lines = new ArrayList<>();

    ManifestDescription(HeadResult.Complete head, Manifest manifest) {
        this.head = head;
        this.envelope = head.envelope();
        this.manifest = manifest;
        this.summary = ManifestSummary.of(manifest);
    }

    List<String> lines() {
        lines.clear();
        describeWhat();
        describeSignatures();
        describeCommands();
        manifest.text().ifPresent(this::describeText);
        envelope.notes().forEach(note -> add("note", note));
        return List.copyOf(lines);
    }

    ObjectNode toJson(Path file) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", file.toString()).put("envelopeBytes", head.envelopeLengthBytes());
        SummaryJson.put(node, summary);
        node.put("manifestDigest", envelope.authentication().digest().value().hex());
        signatures().forEach(node.putArray("signatures")::add);
        ArrayNode components = node.putArray("components");
        manifest.components().forEach(component -> components.add(component.toString()));
        ObjectNode sequences = node.putObject("sequences");
        put(sequences, "shared", manifest.sharedSequence());
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(sequence -> put(sequences, section.label(), sequence));
        }
        manifest.referenceUri().ifPresent(uri -> node.put("referenceUri", uri));
        envelope.notes().forEach(node.putArray("notes")::add);
        return node;
    }

    private static void put(ObjectNode sequences, String name, CommandSequence sequence) {
        ArrayNode commands = sequences.putArray(name);
        sequence.commands().forEach(command -> commands.add(CommandText.of(command)));
    }

    private void describeWhat() {
        add("version", summary.version().isEmpty() ? "not given" : summary.version());
        add("sequence number", Long.toUnsignedString(summary.sequenceNumber()));
        add("for vendor", summary.vendorId().map(Object::toString).orElse("not said"));
        add("for class", summary.classId().map(Object::toString).orElse("not said"));
        add(
                "component",
                manifest.components().stream().map(ComponentId::toString).collect(Collectors.joining(", ")));
        summary.imageSizeBytes().ifPresent(size -> add("image size", Long.toUnsignedString(size) + " octets"));
        summary.imageDigest()
                .ifPresent(digest -> add(
                        "image digest",
                        digest.algorithmName() + " " + digest.value().hex()));
        add("image from", imageFrom());
        summary.securityCounter()
                .ifPresent(counter -> add(
                        "security counter",
                        Long.toUnsignedString(counter) + ": once confirmed, nothing with a lower one boots"));
        manifest.referenceUri().ifPresent(uri -> add("reference", Printable.of(uri)));
    }

    private String imageFrom() {
        String payload = head.payload()
                .map(found -> "this envelope (" + Printable.of(found.key()) + ", " + found.lengthBytes() + " octets)")
                .orElse("");
        return summary.payloadUri()
                .map(uri -> uri.startsWith("#")
                        ? (payload.isEmpty()
                                ? "the envelope (" + Printable.of(uri) + "), but it is not in this one"
                                : payload)
                        : Printable.of(uri))
                .orElse(payload.isEmpty() ? "not said by commands that are supported here" : payload);
    }

    private void describeSignatures() {
        List<String> signatures = signatures();
        add("manifest digest", envelope.authentication().digest().value().hex());
        if (signatures.isEmpty()) {
            add("signed by", "nobody: devices refuse it");
        }
        signatures.forEach(signature -> add("signed by", signature + " (not checked here)"));
    }

    private List<String> signatures() {
        List<String> signatures = new ArrayList<>();
        for (Bytes block : envelope.authentication().blocks()) {
            signatures.add(Printable.of(CoseSign1.describe(block, DecoderLimits.DEFAULT)));
        }
        return signatures;
    }

    private void describeCommands() {
        describe("always first", manifest.sharedSequence());
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(sequence -> describe(section.label(), sequence));
            if (manifest.severed(section)) {
                add(section.label(), "severed, and not in this envelope");
            }
        }
    }

    private void describe(String name, CommandSequence sequence) {
        String label = name;
        for (var command : sequence.commands()) {
            add(label, CommandText.of(command));
            label = "";
        }
    }

    private void describeText(ManifestText text) {
        for (Map.Entry<String, ManifestText.InOneLanguage> language :
                text.languages().entrySet()) {
            String tag = "text " + language.getKey();
            language.getValue()
                    .manifest()
                    .forEach((number, words) ->
                            add(tag, ManifestText.manifestLabel(number) + ": " + Printable.of(words)));
            language.getValue()
                    .components()
                    .forEach((component, texts) -> texts.forEach((number, words) -> add(
                            tag, component + " " + ManifestText.componentLabel(number) + ": " + Printable.of(words))));
        }
    }

    private void add(String label, String value) {
        lines.add(label + " ".repeat(Math.max(1, 18 - label.length())) + value);
    }
}
