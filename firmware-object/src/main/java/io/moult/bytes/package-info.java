/** Immutable octets. Nothing here knows a format. Start at {@link io.moult.bytes.Bytes}. */
@org.jspecify.annotations.NullMarked
package io.moult.bytes;
