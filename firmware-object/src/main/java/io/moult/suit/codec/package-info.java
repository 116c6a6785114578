/** From octets to envelopes and manifests and back. What comes out is well-formed, not believed. Start at {@link io.moult.suit.codec.EnvelopeReader}. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.codec;
