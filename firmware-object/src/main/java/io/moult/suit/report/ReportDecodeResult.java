package io.moult.suit.report;

import io.moult.suit.verify.Refusal;

/** Whether octets are a report. Says nothing of who made it. */
public sealed interface ReportDecodeResult {
    record Decoded(Report report) implements ReportDecodeResult {}

    record Refused(Refusal refusal) implements ReportDecodeResult {}
}
