package io.moult.suit.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parameters of one component, each at most once. */
public record Parameters(List<Parameter> all) {
    public static final Parameters EMPTY = new Parameters(List.of());

    public Parameters {
        all = List.copyOf(all);
        for (int i = 1; i < all.size(); i++) {
            if (has(all.subList(0, i), all.get(i).code())) {
                throw new IllegalArgumentException("a parameter given twice: " + all);
            }
        }
    }

    public static Parameters of(Parameter... parameters) {
        return new Parameters(List.of(parameters));
    }

    /** The one of a kind, if set. */
    public <P extends Parameter> Optional<P> find(Class<P> kind) {
        for (Parameter parameter : all) {
            if (kind.isInstance(parameter)) {
                return Optional.of(kind.cast(parameter));
            }
        }
        return Optional.empty();
    }

    /** These, with later ones in place of those of the same number. */
    public Parameters overriddenBy(Parameters later) {
        if (all.isEmpty()) {
            return later;
        }
        List<Parameter> merged = new ArrayList<>(all);
        merged.removeIf(old -> has(later.all, old.code()));
        merged.addAll(later.all);
        return new Parameters(merged);
    }

    private static boolean has(List<Parameter> parameters, long code) {
        for (Parameter parameter : parameters) {
            if (parameter.code() == code) {
                return true;
            }
        }
        return false;
    }
}
