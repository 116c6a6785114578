package io.moult.suit.describe;

import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions such as 2.0.0 and 2.0.0-rc.1, and comparisons such as {@code ">= 1.10"}. */
final class VersionText {
    private static final Pattern MATCH = Pattern.compile("(>=|<=|==|>|<)\\s*(.+)");
    private static final Map<String, VersionMatch.Comparison> COMPARISONS = Map.of(
            ">", VersionMatch.Comparison.GREATER,
            ">=", VersionMatch.Comparison.GREATER_EQUAL,
            "==", VersionMatch.Comparison.EQUAL,
            "<=", VersionMatch.Comparison.LESSER_EQUAL,
            "<", VersionMatch.Comparison.LESSER);
    private static final Map<String, Long> PRE_RELEASES = Map.of("rc", -1L, "beta", -2L, "alpha", -3L);

    private VersionText() {}

    static Version version(Described described) throws DescriptionException {
        return version(described.text(), described);
    }

    static VersionMatch match(Described described) throws DescriptionException {
        Matcher matcher = MATCH.matcher(described.text().strip());
        if (!matcher.matches()) {
            throw described.wrong(described.name() + ": \"" + described.text()
                    + "\" is no comparison with a version, such as \">= 1.2\"");
        }
        VersionMatch.Comparison comparison = COMPARISONS.get(matcher.group(1));
        if (comparison == null) {
            throw new IllegalStateException("a comparison without a meaning: " + matcher.group(1));
        }
        return new VersionMatch(comparison, version(matcher.group(2), described));
    }

    private static Version version(String text, Described where) throws DescriptionException {
        List<Long> parts = new ArrayList<>();
        for (String part : text.split("[.-]", -1)) {
            Long mark = PRE_RELEASES.get(part);
            if (mark == null && !part.matches("0|[1-9][0-9]{0,17}")) {
                throw where.wrong(where.name() + ": \"" + text
                        + "\" is not numbers separated by dots, such as 2.0.0 or 2.0.0-rc.1");
            }
            parts.add(mark == null ? Long.valueOf(part) : mark);
        }
        return new Version(parts);
    }
}
