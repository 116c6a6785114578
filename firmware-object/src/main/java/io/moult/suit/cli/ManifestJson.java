package io.moult.suit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.ManifestText;
import io.moult.suit.manifest.Section;
import java.util.List;
import java.util.Map;

/** An envelope and its manifest as JSON. Texts of the manifest's are as they are: JSON escapes what must be. */
final class ManifestJson {
    private final Manifest manifest;
    private final ObjectNode node = new ObjectMapper().createObjectNode();

    ManifestJson(Manifest manifest) {
        this.manifest = manifest;
    }

    ObjectNode toJson(String file, Envelope envelope, List<IntegratedPayload> payloads, long envelopeBytes) {
        node.put("file", file).put("envelopeBytes", envelopeBytes);
        SummaryJson.put(node, ManifestSummary.of(manifest));
        node.put("manifestDigest", envelope.authentication().digest().value().hex());
        new ManifestDescription(envelope, payloads, manifest).signatures().forEach(node.putArray("signatures")::add);
        ArrayNode components = node.putArray("components");
        manifest.components().forEach(component -> components.add(component.toString()));
        manifest.componentId().ifPresent(id -> node.put("manifestComponent", id.toString()));
        putDependencies();
        putPayloads(payloads);
        ManifestDeeds.of(manifest).forEach(node.putArray("wouldDo")::add);
        putSequences();
        manifest.referenceUri().ifPresent(uri -> node.put("referenceUri", uri));
        manifest.coswid().ifPresent(tag -> node.put("coswid", tag.hex()));
        manifest.text().ifPresent(this::putText);
        envelope.notes().forEach(node.putArray("notes")::add);
        return node;
    }

    private void putDependencies() {
        ArrayNode dependencies = node.putArray("dependencies");
        for (Dependency one : manifest.dependencies()) {
            ObjectNode dependency = dependencies.addObject().put("index", one.index());
            manifest.component(one.index()).ifPresent(id -> dependency.put("component", id.toString()));
            one.prefix().ifPresent(prefix -> dependency.put("prefix", prefix.toString()));
        }
    }

    private void putPayloads(List<IntegratedPayload> payloads) {
        ArrayNode all = node.putArray("payloads");
        payloads.forEach(one -> all.addObject()
                .put("key", one.key())
                .put("offsetBytes", one.offsetBytes())
                .put("lengthBytes", one.lengthBytes()));
    }

    private void putSequences() {
        ObjectNode sequences = node.putObject("sequences");
        ArrayNode severed = node.putArray("severed");
        put(sequences, "shared", manifest.sharedSequence());
        for (Section section : Section.values()) {
            manifest.sequence(section).ifPresent(sequence -> put(sequences, section.label(), sequence));
            if (manifest.severed(section)) {
                severed.add(section.label());
            }
        }
    }

    private void put(ObjectNode sequences, String name, CommandSequence sequence) {
        new CommandJson(new CommandText(manifest)).put(sequences.putArray(name), sequence);
    }

    private void putText(ManifestText text) {
        ObjectNode languages = node.putObject("text");
        text.languages().forEach((tag, language) -> {
            ObjectNode texts = languages.putObject(tag);
            put(texts.putObject("manifest"), language.manifest(), true);
            ObjectNode components = texts.putObject("components");
            language.components().forEach((id, about) -> put(components.putObject(id.toString()), about, false));
        });
    }

    private static void put(ObjectNode texts, Map<Long, String> byNumber, boolean ofManifest) {
        byNumber.forEach((number, words) -> texts.put(
                ofManifest ? ManifestText.manifestLabel(number) : ManifestText.componentLabel(number), words));
    }
}
