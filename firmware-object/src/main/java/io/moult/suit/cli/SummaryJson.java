package io.moult.suit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.suit.manifest.ManifestSummary;

/** What a manifest says of itself as JSON. Unsigned 64-bit numbers are decimal strings. */
final class SummaryJson {
    private SummaryJson() {}

    static void put(ObjectNode node, ManifestSummary summary) {
        node.put("version", summary.version());
        node.put("sequenceNumber", Long.toUnsignedString(summary.sequenceNumber()));
        summary.vendorId().ifPresent(id -> node.put("vendorId", id.toString()));
        summary.classId().ifPresent(id -> node.put("classId", id.toString()));
        summary.imageSizeBytes().ifPresent(size -> node.put("imageBytes", Long.toUnsignedString(size)));
        summary.imageDigest()
                .ifPresent(digest -> node.put(
                        "imageDigest",
                        digest.algorithmName() + " " + digest.value().hex()));
        summary.payloadUri().ifPresent(uri -> node.put("payloadUri", uri));
        summary.securityCounter().ifPresent(counter -> node.put("securityCounter", Long.toUnsignedString(counter)));
    }
}
