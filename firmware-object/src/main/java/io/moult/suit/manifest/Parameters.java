package io.moult.suit.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parameters of one component, each at most once. */
public record Parameters(List<Parameter> all) {
    public static final Parameters EMPTY = new Parameters(List.of());

    public Parameters {
        all = List.copyOf(all);
        if (all.stream().map(Parameter::code).distinct().count() < all.size()) {
            throw new IllegalArgumentException("a parameter given twice: " + all);
        }
    }

    public static Parameters of(Parameter... parameters) {
        return new Parameters(List.of(parameters));
    }

    /** The one of a kind, if set. */
    public <P extends Parameter> Optional<P> find(Class<P> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** These, with later ones in place of those of the same number. */
    public Parameters overriddenBy(Parameters later) {
        List<Parameter> merged = new ArrayList<>(all);
        merged.removeIf(old -> later.all.stream().anyMatch(fresh -> fresh.code() == old.code()));
        merged.addAll(later.all);
        return new Parameters(merged);
    }
}
