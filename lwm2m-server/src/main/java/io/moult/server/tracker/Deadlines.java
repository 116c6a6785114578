package io.moult.server.tracker;

import java.time.Duration;

/**
 * How long each phase may wait. None is for ever.
 *
 * @param contact without any progress, for a device that is not heard of
 * @param slot for a free transfer slot
 * @param answer for the answers to a few requests
 * @param transferIdle a push without progress
 * @param downloadIdle a fetch without progress, where the device tells its progress; longer than a device of ours
 *     tries, so that it can say itself why it gives up
 * @param downloadTotal a fetch by a device that tells none
 * @param verification for the verdict on a package that was taken whole
 * @param approval for somebody to approve a package that is ready
 * @param reboot for the installation and the device's return
 * @param deferral for a deferred update to be executed again
 * @param poll between two questions, where the device should tell but need not
 * @param retry before the first attempt of our own to reach a device that did not answer; doubles up to 5 minutes
 */
public record Deadlines(
        Duration contact,
        Duration slot,
        Duration answer,
        Duration transferIdle,
        Duration downloadIdle,
        Duration downloadTotal,
        Duration verification,
        Duration approval,
        Duration reboot,
        Duration deferral,
        Duration poll,
        Duration retry) {
    public static final Deadlines DEFAULT = new Deadlines(
            Duration.ofDays(7),
            Duration.ofHours(24),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofHours(4),
            Duration.ofMinutes(5),
            Duration.ofDays(30),
            Duration.ofMinutes(15),
            Duration.ofDays(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(15));

    /** The same, but a device that is not heard of is given up after this time. */
    public Deadlines withContact(Duration limit) {
        return with(limit, reboot);
    }

    /** The same, but an installation is given up after this time. */
    public Deadlines withReboot(Duration limit) {
        return with(contact, limit);
    }

    private Deadlines with(Duration newContact, Duration newReboot) {
        return new Deadlines(
                newContact,
                slot,
                answer,
                transferIdle,
                downloadIdle,
                downloadTotal,
                verification,
                approval,
                newReboot,
                deferral,
                poll,
                retry);
    }
}
