package io.moult.suit.verify;

import java.util.Locale;

/** How far a manifest has climbed; each rung presupposes those before it. */
public enum Rung {
    /** It has the form of an envelope. Proves nothing of who made it. */
    DECODED,
    /** The digest that would be signed is this manifest's. Proves nothing of who made it. */
    DIGEST_BOUND,
    /** A believed key signed that digest. Proves nothing of what the manifest says. */
    AUTHENTIC,
    /** It has the form of a manifest, with what was severed from it. */
    WELL_FORMED,
    /** Every command and parameter in it is one that this processor has, and nothing it needs is missing. */
    SUPPORTED,
    /** It is for this device, now. */
    APPLICABLE;

    /** Such as {@code digest bound}. */
    public String label() {
        return this == WELL_FORMED
                ? "well-formed"
                : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
