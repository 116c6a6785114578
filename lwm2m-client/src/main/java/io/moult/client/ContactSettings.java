package io.moult.client;

import java.time.Duration;

/**
 * When a device makes sure that its server still knows it. After {@code silence} without a block it sends a short probe
 * of its own; as long as probes are answered and nothing comes, their distance doubles up to {@code idleProbe}. When
 * {@code probeAttempts} stay unanswered, it makes a fresh handshake and registers anew at once, and goes on trying after
 * {@code firstRetry}, then twice that, up to {@code maxRetry}.
 *
 * <p>With the defaults a device is registered again within 12 s of the return of a server that has lost everything.
 */
public record ContactSettings(
        Duration silence,
        Duration idleProbe,
        Duration probeTimeout,
        int probeAttempts,
        Duration registrationTimeout,
        Duration firstRetry,
        Duration maxRetry) {
    public static final ContactSettings DEFAULT = new ContactSettings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4));

    public ContactSettings {
        if (silence.isNegative() || silence.isZero() || idleProbe.compareTo(silence) < 0) {
            throw new IllegalArgumentException("silence " + silence + ", idle probe " + idleProbe);
        }
        if (probeTimeout.isNegative() || probeTimeout.isZero() || probeAttempts < 1) {
            throw new IllegalArgumentException(probeAttempts + " probes of " + probeTimeout);
        }
        if (firstRetry.isNegative() || firstRetry.isZero() || maxRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("retry after " + firstRetry + " up to " + maxRetry);
        }
    }
}
