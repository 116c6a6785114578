/**
 * One-time-programmable memory: who the device is, whom it trusts, and the counter that only rises. Start at {@link
 * io.moult.boot.otp.Otp}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.otp;
