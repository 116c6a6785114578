package io.moult.boot.explore.moult;

import io.moult.boot.ResetReason;
import java.util.List;
import java.util.Locale;

/**
 * What an application may do, and why its device may be reset. Within its life it does any of these things at any time,
 * in any order: a script of its own would be one way among those that are visited.
 */
public enum Life {
    /** An update, staged in pieces, tried, confirmed, its security counter raised. */
    HEALTHY(List.of(2), true, false, List.of(ResetReason.POWER, ResetReason.REQUEST)),
    /** An update that nobody confirms: it hangs, crashes, or loses power. */
    UNCONFIRMED(List.of(2), false, false, List.of(ResetReason.POWER, ResetReason.WATCHDOG, ResetReason.CRASH)),
    /** Candidates that are no releases: damaged, signed by another author, older than what runs. */
    BAD(List.of(Catalogue.DAMAGED, Catalogue.FOREIGN, 1), true, false, List.of(ResetReason.POWER)),
    /** Staging is left half done, taken up at any sector, given up. */
    STAGING(List.of(2), false, true, List.of(ResetReason.POWER)),
    /** A second update over the first, old releases offered again in between. */
    SECOND(List.of(1, 2, 3), true, false, List.of(ResetReason.POWER)),
    /** All of it. */
    EVERYTHING(List.of(1, 2, 3, Catalogue.DAMAGED), true, true, List.of(ResetReason.POWER, ResetReason.WATCHDOG));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Integer> candidates;

    private final boolean confirms;
    private final boolean staysHalfway;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ResetReason> resets;

    Life(List<Integer> candidates, boolean confirms, boolean staysHalfway, List<ResetReason> resets) {
        this.candidates = candidates;
        this.confirms = confirms;
        this.staysHalfway = staysHalfway;
        this.resets = resets;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** IllegalArgumentException with a sentence for another word. */
    public static Life ofLabel(String label) {
        for (Life life : values()) {
            if (life.label().equals(label)) {
                return life;
            }
        }
        throw new IllegalArgumentException(
                "no life is called \"" + label + "\": say healthy, unconfirmed, bad, staging, second or everything");
    }

    List<Integer> candidates() {
        return candidates;
    }

    boolean confirms() {
        return confirms;
    }

    boolean staysHalfway() {
        return staysHalfway;
    }

    List<ResetReason> resets() {
        return resets;
    }
}
