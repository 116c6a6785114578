package io.moult.cbor;

import java.util.EnumMap;
import java.util.Map;

/** How much a decoder takes before it refuses. Immutable; see {@link Limit} for what is limited. */
public final class DecoderLimits {
    /** The documented defaults of {@link Limit}. */
    public static final DecoderLimits DEFAULT = new DecoderLimits(new EnumMap<>(Limit.class));

    private final Map<Limit, Integer> changed;

    private DecoderLimits(Map<Limit, Integer> changed) {
        this.changed = changed;
    }

    /** The same limits but one. */
    public DecoderLimits with(Limit limit, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(limit + " " + value);
        }
        EnumMap<Limit, Integer> copy = new EnumMap<>(Limit.class);
        copy.putAll(changed);
        copy.put(limit, value);
        return new DecoderLimits(copy);
    }

    /** The most that is taken of something. */
    public int of(Limit limit) {
        return changed.getOrDefault(limit, limit.defaultValue());
    }

    /** Refuses a count beyond a limit. */
    public void check(Limit limit, long count) throws CborException {
        if (count < 0 || count > of(limit)) {
            throw CborException.limit(limit, Long.toUnsignedString(count), of(limit));
        }
    }

    @Override
    public String toString() {
        return "DecoderLimits" + changed;
    }
}
