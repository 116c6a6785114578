package io.moult.suit.process;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of each component, by identifier: so that a manifest and its dependencies mean the same table when they
 * name the same component. Owned by one processor.
 */
final class ParameterTable {
    private final Map<ComponentId, Parameters> byComponent = new HashMap<>();

    Parameters of(ComponentId component) {
        return byComponent.getOrDefault(component, Parameters.EMPTY);
    }

    /** Replaces what is set already. */
    void override(ComponentId component, Parameters fresh) {
        byComponent.put(component, of(component).overriddenBy(fresh));
    }

    /** Leaves alone what is set already. */
    void setIfUnset(ComponentId component, Parameters defaults) {
        byComponent.put(component, defaults.overriddenBy(of(component)));
    }

    /** The parameters with some of the specification's numbers. */
    static Parameters pick(Parameters from, List<Long> codes) {
        List<Parameter> picked = new ArrayList<>();
        for (Parameter parameter : from.all()) {
            if (codes.contains(parameter.code())) {
                picked.add(parameter);
            }
        }
        return new Parameters(picked);
    }

    void clear() {
        byComponent.clear();
    }
}
