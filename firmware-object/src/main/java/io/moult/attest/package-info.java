/**
 * What a device can prove of its last boot: a log whose register covers every entry, told as the claims of an Entity
 * Attestation Token (RFC 9711) and signed by the device. Start at {@link io.moult.attest.BootEvidence}. Nothing here
 * knows who keeps keys, or how evidence travels.
 */
@org.jspecify.annotations.NullMarked
package io.moult.attest;
