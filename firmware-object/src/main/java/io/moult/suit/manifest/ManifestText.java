package io.moult.suit.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * suit-text (draft-ietf-suit-manifest-37 section 8.4.4): descriptions for people, by language tag. Display only: nothing
 * may be decided by it.
 */
public record ManifestText(Map<String, InOneLanguage> languages) {
    public ManifestText {
        languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages));
    }

    /** The texts in one language: of the manifest, and of each component, by the specification's numbers. */
    public record InOneLanguage(Map<Long, String> manifest, Map<ComponentId, Map<Long, String>> components) {
        public InOneLanguage {
            manifest = Collections.unmodifiableMap(new LinkedHashMap<>(manifest));
            components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
        }
    }

    /** What a text about the manifest is, by its number. */
    public static String manifestLabel(long number) {
        if (number == 1) {
            return "manifest description";
        } else if (number == 2) {
            return "update description";
        } else if (number == 3) {
            return "JSON source";
        } else if (number == 4) {
            return "YAML source";
        }
        return "text " + number;
    }

    /** What a text about a component is, by its number. */
    public static String componentLabel(long number) {
        if (number == 1) {
            return "vendor name";
        } else if (number == 2) {
            return "model name";
        } else if (number == 3) {
            return "vendor domain";
        } else if (number == 4) {
            return "model info";
        } else if (number == 5) {
            return "description";
        } else if (number == 6) {
            return "version";
        } else if (number == 7) {
            return "version required";
        } else if (number == 8) {
            return "current version";
        }
        return "text " + number;
    }
}
