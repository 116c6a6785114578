/** SUIT reports: what a manifest processor did, as a value and as octets. No processor in here. Start at {@link io.moult.suit.report.Report}. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.report;
