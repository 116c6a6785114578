package io.moult.suit.describe;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ManifestText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** Texts for people, by language. */
final class TextSource {
    private static final String COMPONENTS = "components";
    private static final Map<String, Long> OF_MANIFEST = numbers(4, ManifestText::manifestLabel);
    private static final Map<String, Long> OF_COMPONENT = numbers(8, ManifestText::componentLabel);

    private TextSource() {}

    private static Map<String, Long> numbers(long last, LongFunction<String> label) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (long number = 1; number <= last; number++) {
            numbers.put(label.apply(number).toLowerCase(Locale.ROOT).replace(' ', '-'), number);
        }
        return numbers;
    }

    static ManifestText read(Described described) throws DescriptionException {
        Map<String, ManifestText.InOneLanguage> languages = new LinkedHashMap<>();
        for (Map.Entry<String, Described> one : described.map().entrySet()) {
            languages.put(one.getKey(), language(one.getValue()));
        }
        return new ManifestText(languages);
    }

    private static ManifestText.InOneLanguage language(Described described) throws DescriptionException {
        Map<Long, String> manifest = new LinkedHashMap<>();
        Map<ComponentId, Map<Long, String>> components = new LinkedHashMap<>();
        for (Map.Entry<String, Described> one : described.map().entrySet()) {
            if (one.getKey().equals(COMPONENTS)) {
                for (Map.Entry<String, Described> component :
                        one.getValue().map().entrySet()) {
                    components.put(
                            ComponentText.parse(component.getKey(), component.getValue()), texts(component.getValue()));
                }
            } else {
                manifest.put(number(OF_MANIFEST, one), one.getValue().text());
            }
        }
        return new ManifestText.InOneLanguage(manifest, components);
    }

    private static Map<Long, String> texts(Described described) throws DescriptionException {
        Map<Long, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Described> one : described.map().entrySet()) {
            texts.put(number(OF_COMPONENT, one), one.getValue().text());
        }
        return texts;
    }

    private static long number(Map<String, Long> numbers, Map.Entry<String, Described> text)
            throws DescriptionException {
        Long number = numbers.get(text.getKey());
        if (number == null) {
            throw text.getValue()
                    .wrong("unknown text \"" + text.getKey() + "\": there are " + String.join(", ", numbers.keySet()));
        }
        return number;
    }
}
