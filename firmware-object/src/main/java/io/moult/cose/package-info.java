/** COSE_Sign1 (RFC 9052) over the JDK, keys and trust anchors. Knows nothing of SUIT. Start at {@link io.moult.cose.CoseSign1}. */
@org.jspecify.annotations.NullMarked
package io.moult.cose;
