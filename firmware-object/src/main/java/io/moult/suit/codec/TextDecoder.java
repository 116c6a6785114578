package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ManifestText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** SUIT_Text_Map (draft-ietf-suit-manifest-37 section 8.4.4). */
final class TextDecoder {
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*");

    /** Texts that draft-ietf-suit-update-management-14 sections 3.3 and 3.4 limit to visible characters and spaces. */
    private static final long VERSION_REQUIRED = 7;

    private static final long CURRENT_VERSION = 8;

    private final DecoderLimits limits;
    private final List<ComponentId> components;

    /** @param components those of the manifest: a text may speak of no other */
    TextDecoder(DecoderLimits limits, List<ComponentId> components) {
        this.limits = limits;
        this.components = components;
    }

    ManifestText decode(Bytes content) throws CborException {
        Map<String, ManifestText.InOneLanguage> languages = new LinkedHashMap<>();
        for (CborItem.Pair entry :
                Documents.read(content, limits, "text").map("the text").pairs()) {
            String tag = entry.key().text("a language");
            if (!LANGUAGE_TAG.matcher(tag).matches()) {
                throw CborException.malformed("a language tag that is none");
            }
            languages.put(tag, decodeLanguage(entry.value()));
        }
        if (languages.isEmpty()) {
            throw CborException.malformed("a text in no language");
        }
        return new ManifestText(languages);
    }

    private ManifestText.InOneLanguage decodeLanguage(CborItem value) throws CborException {
        Map<Long, String> manifest = new LinkedHashMap<>();
        Map<ComponentId, Map<Long, String>> byComponent = new LinkedHashMap<>();
        for (CborItem.Pair entry : value.map("the texts of a language").pairs()) {
            if (entry.key() instanceof CborItem.Array) {
                ComponentId component = Documents.componentId(entry.key(), limits);
                if (!components.contains(component)) {
                    throw CborException.malformed("a text about component " + component + ", which is not in the list");
                }
                byComponent.put(component, texts(entry.value()));
            } else {
                manifest.put(
                        entry.key().integer("the number of a text"),
                        entry.value().text("a text"));
            }
        }
        return new ManifestText.InOneLanguage(manifest, byComponent);
    }

    private static Map<Long, String> texts(CborItem value) throws CborException {
        Map<Long, String> texts = new LinkedHashMap<>();
        for (CborItem.Pair entry : value.map("the texts of a component").pairs()) {
            long number = entry.key().integer("the number of a text");
            String words = entry.value().text("a text");
            boolean aboutVersions = number == VERSION_REQUIRED || number == CURRENT_VERSION;
            texts.put(number, aboutVersions ? Documents.plain(words, ManifestText.componentLabel(number)) : words);
        }
        return texts;
    }
}
