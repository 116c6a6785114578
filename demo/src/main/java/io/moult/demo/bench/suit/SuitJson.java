package io.moult.demo.bench.suit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moult.demo.bench.report.JsonParts;

/** The report for programs. */
public final class SuitJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SuitJson() {}

    /** The report as one JSON object, indented. */
    public static String of(SuitReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("benchmark", "suit");
        SuitSettings settings = report.settings();
        root.putObject("settings")
                .put("algorithm", settings.signature().key())
                .put("rounds", settings.rounds())
                .put("batch", settings.batch())
                .put("warmUpSeconds", settings.warmUp().toMillis() / 1000.0);
        root.set("environment", JsonParts.environment(report.environment()));
        root.put("envelopeBytes", report.envelopeBytes());
        root.put("rounds", report.signatureNanos().size());
        ObjectNode nanos = root.putObject("nanos");
        nanos.set("signature", JsonParts.quartiles(SuitReport.of(report.signatureNanos())));
        nanos.set("verification", JsonParts.quartiles(SuitReport.of(report.verificationNanos())));
        nanos.set("verificationWithDecisions", JsonParts.quartiles(SuitReport.of(report.decisionsNanos())));
        root.put("ratioOfMedians", report.ratioOfMedians());
        root.set("ratioOfRounds", JsonParts.quartiles(report.ratiosOfRounds()));
        root.put("aim", SuitReport.AIM);
        root.put("reached", report.reached());
        root.putObject("allocatedBytes")
                .put("signature", report.signatureBytes())
                .put("verification", report.verificationBytes());
        root.set("authoredPerSecond", JsonParts.quartiles(SuitReport.of(report.authoredPerSecond())));
        return root.toPrettyString();
    }
}
