/** Strict CBOR (RFC 8949), read with exact byte ranges and limits, written deterministically. Start at {@link io.moult.cbor.CborReader}. */
@org.jspecify.annotations.NullMarked
package io.moult.cbor;
