package io.moult.suit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import java.util.List;

/** What {@code manifest show} prints, without the command around it. */
public final class Shown {
    private Shown() {}

    public static String asNotation(Envelope envelope) {
        return EnvelopeNotation.of(envelope, List.of());
    }

    public static List<String> inWords(Envelope envelope, Manifest manifest) {
        return new ManifestDescription(envelope, List.of(), manifest).lines();
    }

    public static JsonNode asJson(Envelope envelope, Manifest manifest) {
        return new ManifestJson(manifest).toJson("shown", envelope, List.of(), 0);
    }
}
