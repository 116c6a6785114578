/**
 * How a big body crosses block by block (RFC 7959): sender, receiver and fetcher as pure machines. No socket, file,
 * clock or thread in here. Start at {@link io.moult.transfer.Block1Sender} and {@link io.moult.transfer.Block1Receiver}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.transfer;
