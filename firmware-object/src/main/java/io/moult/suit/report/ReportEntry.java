package io.moult.suit.report;

/** One element of suit-report-records (draft-ietf-suit-report-18 section 4.1). */
public sealed interface ReportEntry permits CommandRecord, SystemClaims {}
