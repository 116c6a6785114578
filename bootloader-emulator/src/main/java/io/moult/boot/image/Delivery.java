package io.moult.boot.image;

import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Manifest;
import java.util.Map;

/**
 * How a manifest has an image fetched, read off it without running it. By itself no proof of anything.
 *
 * @param component where the payload goes
 * @param encrypted whether its octets have to be decrypted first
 */
public record Delivery(ComponentId component, boolean encrypted) {
    /** By URI, in the order in which they are fetched; {@code #name} is a payload of the envelope. */
    public static Map<String, Delivery> of(Manifest manifest) {
        return FactsReader.deliveries(manifest);
    }
}
