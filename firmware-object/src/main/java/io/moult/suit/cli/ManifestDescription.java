package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An envelope and its manifest in words for a device operator (RFC 9124 USER_STORY.MFST.ADMINISTRATION). */
final class ManifestDescription {
    private static final int COLUMN = 18;

    private final Envelope envelope;
    private final List<IntegratedPayload> payloads;
    private final Manifest manifest;
    private final ManifestSummary summary;
    private final List<String> lines = new ArrayList<>();

    ManifestDescription(Envelope envelope, List<IntegratedPayload> payloads, Manifest manifest) {
        this.envelope = envelope;
        this.payloads = List.copyOf(payloads);
        this.manifest = manifest;
        this.summary = ManifestSummary.of(manifest);
    }

    List<String> lines() {
        lines.clear();
        describeWhat();
        describeSignatures();
        describeDeeds();
        describeCommands();
        manifest.text().ifPresent(this::describeText);
        envelope.notes().forEach(note -> add("note", note));
        return List.copyOf(lines);
    }

    private void describeWhat() {
        add("version", summary.version().isEmpty() ? "not given" : summary.version());
        add("sequence number", Long.toUnsignedString(summary.sequenceNumber()));
        add("for vendor", summary.vendorId().map(Object::toString).orElse("not said"));
        add("for class", summary.classId().map(Object::toString).orElse("not said"));
        add(
                "component",
                manifest.components().stream().map(ComponentId::toString).collect(Collectors.joining(", ")));
        manifest.componentId().ifPresent(id -> add("itself", "is component " + id));
        manifest.dependencies().forEach(this::describeDependency);
        summary.imageSizeBytes().ifPresent(size -> add("image size", Long.toUnsignedString(size) + " octets"));
        summary.imageDigest()
                .ifPresent(digest -> add(
                        "image digest",
                        digest.algorithmName() + " " + digest.value().hex()));
        String from = imageFrom();
        if (!from.isEmpty()) {
            add("image from", from);
        }
        summary.securityCounter()
                .ifPresent(counter -> add(
                        "security counter",
                        Long.toUnsignedString(counter) + ": once confirmed, nothing with a lower one boots"));
        manifest.referenceUri().ifPresent(uri -> add("reference", Printable.of(uri)));
        manifest.coswid().ifPresent(tag -> add("coswid", tag.length() + " octets, for an inventory"));
    }

    private void describeDependency(Dependency dependency) {
        add(
                "depends on",
                "the manifest in "
                        + manifest.component(dependency.index())
                                .map(ComponentId::toString)
                                .orElse("component " + dependency.index())
                        + dependency
                                .prefix()
                                .map(prefix -> ", for the components under " + prefix)
                                .orElse(""));
    }

    private String imageFrom() {
        String payload = payloads.isEmpty()
                ? ""
                : "this envelope ("
                        + payloads.stream()
                                .map(one -> Printable.of(one.key()) + ", " + one.lengthBytes() + " octets")
                                .collect(Collectors.joining("; "))
                        + ")";
        return summary.payloadUri()
                .map(uri -> uri.startsWith("#")
                        ? (payload.isEmpty()
                                ? "the envelope (" + Printable.of(uri) + "), but it is not in this one"
                                : payload)
                        : Printable.of(uri))
                .orElse(payload);
    }

    private void describeSignatures() {
        List<String> signatures = signatures();
        add("manifest digest", envelope.authentication().digest().value().hex());
        if (signatures.isEmpty()) {
            add("signed by", "nobody: devices refuse it");
        }
        signatures.forEach(signature -> add("signed by", signature + " (not checked here)"));
    }

    List<String> signatures() {
        List<String> signatures = new ArrayList<>();
        for (Bytes block : envelope.authentication().blocks()) {
            signatures.add(Printable.of(AuthenticationCheck.describe(block, DecoderLimits.DEFAULT)));
        }
        return signatures;
    }

    private void describeDeeds() {
        List<String> deeds = ManifestDeeds.of(manifest);
        add("a device would", deeds.isEmpty() ? "do nothing but check" : deeds.get(0));
        deeds.stream().skip(1).forEach(deed -> add("", deed));
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
        for (String line : new CommandText(manifest).lines(sequence)) {
            add(label, line);
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
        if (label.length() >= COLUMN) {
            lines.add(label);
            lines.add(" ".repeat(COLUMN) + value);
            return;
        }
        lines.add(label + " ".repeat(COLUMN - label.length()) + value);
    }
}
