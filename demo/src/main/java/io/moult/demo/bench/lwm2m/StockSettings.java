package io.moult.demo.bench.lwm2m;

import io.moult.demo.bench.child.RunConfig;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;

/** The only two things that are changed in stock Leshan's configuration, at both of its ends. */
final class StockSettings {

    private StockSettings() {}

    /** Raises the limit on bodies to what is pushed, and sets the size of blocks. */
    static void apply(Configuration configuration, RunConfig config) {
        int largest = config.bodies().stream()
                .mapToInt(RunConfig.Body::imageBytes)
                .max()
                .orElseThrow();
        configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, largest);
        configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, config.blockBytes());
    }
}
