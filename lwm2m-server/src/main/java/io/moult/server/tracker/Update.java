package io.moult.server.tracker;

import java.time.Instant;
import java.util.Objects;

/**
 * One update of one device.
 *
 * @param order what was asked for; changes by an approval only
 * @param phase where it stands
 * @param progress how far it has come
 * @param reason in one sentence, why it waits or how it ended; empty if there is nothing to say
 * @param round counts the questions asked of the device: an answer to an older one is not heard
 * @param deadline when the phase is given up
 * @param nextAttempt when to ask the device again of our own accord; {@link Instant#MAX} for never
 */
public record Update(
        Order order,
        UpdatePhase phase,
        Progress progress,
        String reason,
        long round,
        Instant changedAt,
        Instant deadline,
        Instant nextAttempt) {

    /**
     * What was asked for.
     *
     * @param force offer it in spite of a foreign class or vendor
     * @param execute install without a further word, or approved by now; otherwise stop when the package is ready
     * @param uri the address to write with {@link Delivery#URI}; empty for the firmware server's own
     */
    public record Order(
            String id,
            String endpoint,
            String releaseId,
            Delivery delivery,
            boolean force,
            boolean execute,
            String uri,
            long sizeBytes,
            Instant createdAt) {
        public Order {
            Objects.requireNonNull(id);
            Objects.requireNonNull(endpoint);
            Objects.requireNonNull(releaseId);
            Objects.requireNonNull(delivery);
            Objects.requireNonNull(uri);
            Objects.requireNonNull(createdAt);
        }
    }

    /**
     * How far it has come.
     *
     * @param offsetBytes octets of the package that the device has acknowledged
     * @param delivered all of the package was taken (or its address written)
     * @param executed the device was told to update, or may have been
     * @param attempts deliveries begun again from nothing, and executions repeated
     * @param lastProgress when it last came further
     * @param versionBefore the device's version when the update began
     * @param versionAfter the device's version at the end; empty before
     * @param result the last Update Result that counts for this update; -1 for none
     */
    public record Progress(
            long offsetBytes,
            boolean delivered,
            boolean executed,
            int attempts,
            Instant lastProgress,
            String versionBefore,
            String versionAfter,
            int result) {
        public Progress {
            Objects.requireNonNull(lastProgress);
            Objects.requireNonNull(versionBefore);
            Objects.requireNonNull(versionAfter);
        }

        Progress withOffset(long bytes, Instant now) {
            return bytes == offsetBytes
                    ? this
                    : new Progress(bytes, delivered, executed, attempts, now, versionBefore, versionAfter, result);
        }

        Progress withDelivered(boolean nowDelivered, Instant now) {
            return new Progress(
                    offsetBytes, nowDelivered, executed, attempts, now, versionBefore, versionAfter, result);
        }

        Progress withExecuted(boolean nowExecuted, Instant now) {
            return new Progress(
                    offsetBytes, delivered, nowExecuted, attempts, now, versionBefore, versionAfter, result);
        }

        Progress withOneMoreAttempt() {
            return new Progress(
                    offsetBytes, delivered, executed, attempts + 1, lastProgress, versionBefore, versionAfter, result);
        }

        Progress withVersionBefore(String version) {
            return new Progress(
                    offsetBytes, delivered, executed, attempts, lastProgress, version, versionAfter, result);
        }

        Progress withOutcome(String version, int updateResult) {
            return new Progress(
                    offsetBytes, delivered, executed, attempts, lastProgress, versionBefore, version, updateResult);
        }
    }

    public Update {
        Objects.requireNonNull(order);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(progress);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(changedAt);
        Objects.requireNonNull(deadline);
        Objects.requireNonNull(nextAttempt);
    }

    /** A new update: waits for contact, and is due at once. */
    public static Update ordered(Order order, String versionBefore, Deadlines deadlines) {
        Instant now = order.createdAt();
        return new Update(
                order,
                UpdatePhase.WAITING_FOR_CONTACT,
                new Progress(0, false, false, 0, now, versionBefore, "", -1),
                "",
                0,
                now,
                now.plus(deadlines.contact()),
                now);
    }

    public String id() {
        return order.id();
    }

    public String endpoint() {
        return order.endpoint();
    }

    Update with(Progress newProgress) {
        return new Update(order, phase, newProgress, reason, round, changedAt, deadline, nextAttempt);
    }

    Update withDeadline(Instant newDeadline) {
        return new Update(order, phase, progress, reason, round, changedAt, newDeadline, nextAttempt);
    }

    Update withNextAttempt(Instant at) {
        return new Update(order, phase, progress, reason, round, changedAt, deadline, at);
    }

    /** Somebody has approved the installation: from now on it needs no further word. */
    Update approved() {
        Order now = new Order(
                order.id(),
                order.endpoint(),
                order.releaseId(),
                order.delivery(),
                order.force(),
                true,
                order.uri(),
                order.sizeBytes(),
                order.createdAt());
        return new Update(now, phase, progress, reason, round, changedAt, deadline, nextAttempt);
    }

    /** Asks again: what was asked before is no longer listened to. */
    Update nextRound() {
        return new Update(order, phase, progress, reason, round + 1, changedAt, deadline, nextAttempt);
    }

    Update enter(UpdatePhase newPhase, String why, Instant now, Instant newDeadline) {
        return new Update(order, newPhase, progress, why, round + 1, now, newDeadline, Instant.MAX);
    }
}
