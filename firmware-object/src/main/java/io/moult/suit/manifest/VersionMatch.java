package io.moult.suit.manifest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SUIT_Parameter_Version_Match (draft-ietf-suit-update-management-14 section 4.4): a comparison and what with. */
public record VersionMatch(Comparison comparison, Version version) {
    /** By the specification's numbers. */
    public enum Comparison {
        GREATER(1),
        GREATER_EQUAL(2),
        EQUAL(3),
        LESSER_EQUAL(4),
        LESSER(5);

        private final int code;

        Comparison(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public static Optional<Comparison> of(long code) {
            return List.of(values()).stream()
                    .filter(known -> known.code == code)
                    .findFirst();
        }
    }

    /**
     * Whether a version is one of those meant. Compared number by number, as many as are given here: equal to 1 is every
     * 1.x. A number that the other version does not have counts as 0, which is after every pre-release.
     */
    public boolean matches(Version actual) {
        int order = compare(actual);
        return switch (comparison) {
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case LESSER_EQUAL -> order <= 0;
            case LESSER -> order < 0;
        };
    }

    private int compare(Version actual) {
        for (int i = 0; i < version.parts().size(); i++) {
            long there = i < actual.parts().size() ? actual.parts().get(i) : 0;
            int order = Long.compare(there, version.parts().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Such as {@code greater or equal 1.10}. */
    @Override
    public String toString() {
        return comparison.name().toLowerCase(Locale.ROOT).replace("_", " or ") + " " + version;
    }
}
