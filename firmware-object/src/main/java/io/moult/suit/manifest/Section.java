package io.moult.suit.manifest;

import java.util.Locale;
import java.util.Optional;

/** The command sequences of a manifest, in the order in which they run, and their keys in manifest and envelope. */
public enum Section {
    DEPENDENCY_RESOLUTION(15, true),
    PAYLOAD_FETCH(16, true),
    CANDIDATE_VERIFICATION(18, true),
    INSTALL(20, true),
    VALIDATE(7, false),
    LOAD(8, false),
    INVOKE(9, false),
    UNINSTALL(24, false);

    private final int key;
    private final boolean severable;
    private final String label;

    Section(int key, boolean severable) {
        this.key = key;
        this.severable = severable;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key in the manifest and, for a severed one, in the envelope. */
    public int key() {
        return key;
    }

    /** Whether the envelope may hold it instead of the manifest. */
    public boolean severable() {
        return severable;
    }

    /** Such as {@code payload-fetch}. */
    public String label() {
        return label;
    }

    public static Optional<Section> ofKey(long key) {
        for (Section section : values()) {
            if (section.key == key) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }
}
