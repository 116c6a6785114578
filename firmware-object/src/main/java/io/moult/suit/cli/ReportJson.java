package io.moult.suit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.suit.report.CommandRecord;
import io.moult.suit.report.Report;
import io.moult.suit.report.ReportEncoder;
import io.moult.suit.report.ReportEntry;
import io.moult.suit.report.ReportResult;
import io.moult.suit.report.SystemClaims;

/** A report for programs that read no CBOR; its octets are beside it. */
final class ReportJson {
    private ReportJson() {}

    static void put(ObjectNode node, Report report) {
        node.put("referenceUri", report.referenceUri())
                .put("manifestDigest", report.manifestDigest().value().hex());
        if (report.result() instanceof ReportResult.Failure failure) {
            node.put("reason", failure.reason().label()).put("code", failure.code());
            put(node.putObject("at"), failure.record());
        } else {
            node.put("reason", "ok");
        }
        ArrayNode records = node.putArray("records");
        for (ReportEntry entry : report.records()) {
            if (entry instanceof CommandRecord record) {
                put(records.addObject(), record);
            } else {
                SystemClaims claims = (SystemClaims) entry;
                ArrayNode properties = records.addObject()
                        .put("component", claims.component().toString())
                        .putArray("properties");
                claims.properties().all().forEach(property -> properties.add(property.label()));
            }
        }
        node.put("cbor", ReportEncoder.encode(report).hex());
    }

    private static void put(ObjectNode node, CommandRecord record) {
        record.manifestPath().forEach(node.putArray("manifest")::add);
        node.put("section", record.sectionKey())
                .put("offset", record.offsetBytes())
                .put("componentIndex", record.componentIndex());
    }
}
