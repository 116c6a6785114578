/**
 * Runs the commands of a believed manifest over a Recipient. No transport, no storage in here. Start at {@link
 * io.moult.suit.process.ManifestProcessor}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.process;
