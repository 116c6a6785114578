/**
 * The bootloader's memory: an append-only, checksummed record in two alternating sectors. A torn record is absent, and
 * one record decides. Start at {@link io.moult.boot.journal.Journal}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.journal;
