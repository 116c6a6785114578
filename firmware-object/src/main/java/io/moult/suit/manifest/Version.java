package io.moult.suit.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A release's version as suit-set-version says it (draft-ietf-suit-update-management-14 section 3.1): a label for
 * people, no protection against rollback. Negative numbers mark what comes before a release: -1 a release candidate, -2
 * beta, -3 alpha.
 */
public record Version(List<Long> parts) {
    public Version {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a version has at least one number");
        }
    }

    /** Reads such as {@code 2.0.0}; IllegalArgumentException with a sentence for anything else. */
    public static Version parse(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length > 16) {
            throw new IllegalArgumentException("version " + text + " has more than 16 numbers");
        }
        for (String number : numbers) {
            if (!number.matches("0|[1-9][0-9]{0,17}")) {
                throw new IllegalArgumentException("version \"" + text
                        + "\" is not numbers separated by dots, such as 2.0.0"
                        + (number.matches("0[0-9]+") ? " (no number begins with 0)" : ""));
            }
        }
        return new Version(Arrays.stream(numbers).map(Long::valueOf).toList());
    }

    /** Such as {@code 2.0.0} or {@code 2.0.0-rc.1}. */
    @Override
    public String toString() {
        return parts.stream()
                .map(Version::display)
                .collect(Collectors.joining("."))
                .replace(".-", "-");
    }

    private static String display(long part) {
        if (part >= 0) {
            return Long.toString(part);
        } else if (part == -1) {
            return "-rc";
        } else if (part == -2) {
            return "-beta";
        } else if (part == -3) {
            return "-alpha";
        }
        return "-pre(" + part + ")";
    }
}
