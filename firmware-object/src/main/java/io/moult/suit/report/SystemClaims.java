package io.moult.suit.report;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Parameters;
import java.util.Objects;

/**
 * system-property-claims (draft-ietf-suit-report-18 section 4.1): what a device asserts of itself about one component, in
 * the terms of parameters.
 */
public record SystemClaims(ComponentId component, Parameters properties) implements ReportEntry {
    public SystemClaims {
        Objects.requireNonNull(component);
        if (properties.all().isEmpty()) {
            throw new IllegalArgumentException("claims that claim nothing of " + component);
        }
    }
}
