package io.moult.transfer.californium;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;

/** The Californium settings that streaming needs, on both sides. */
public final class TransferConfig {
    private TransferConfig() {}

    /**
     * Changes a configuration in place and returns it:
     *
     * <ul>
     *   <li>a deduplicator with a bound per peer: the default one keeps every block received for 247 s, which is the
     *       whole image in memory;
     *   <li>blocks and messages of up to 1024 octets.
     * </ul>
     *
     * MAX_RESOURCE_BODY_SIZE stays as it is: streamed bodies do not count, and a high limit would let any peer allocate
     * as much memory with a single block.
     */
    public static Configuration apply(Configuration config) {
        return config.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
                .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
                .set(CoapConfig.MAX_MESSAGE_SIZE, 1024);
    }
}
