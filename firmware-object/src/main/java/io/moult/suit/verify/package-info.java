/** Whether a manifest is believed: verifier, trust, refusals. Nothing here writes anywhere. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.verify;
