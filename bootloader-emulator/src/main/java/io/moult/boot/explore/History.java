package io.moult.boot.explore;

/**
 * What an onlooker knows of a device's past, as far as it says what must hold now.
 *
 * @param confirmed the release that was confirmed last, for good
 * @param confirming the release whose confirmation a fault fell upon, so that either may hold; 0 if none
 * @param trialStarts how often the release on trial has started
 * @param securityCounter the highest that has been seen, unsigned
 * @param settled whether the last boot ended in a confirmed release, nothing was written since, and every record reads
 *     the same each time
 * @param rotted how many bits have rotted
 * @param stuck how many sectors take no write any more
 * @param recordsLost whether what rotted, or was corrupted beside a program, may have been the only record of the state
 */
public record History(
        int confirmed,
        int confirming,
        int trialStarts,
        long securityCounter,
        boolean settled,
        int rotted,
        int stuck,
        boolean recordsLost) {

    /** More of them are not told apart. */
    private static final int TRIAL_STARTS_COUNTED = 5;

    static History ofNewDevice() {
        return new History(1, 0, 0, 0, false, 0, 0, false);
    }

    /** A fault fell on a boot. */
    History cut() {
        return new History(confirmed, confirming, trialStarts, securityCounter, false, rotted, stuck, recordsLost);
    }

    History withRecordsLost() {
        return new History(confirmed, confirming, trialStarts, securityCounter, false, rotted, stuck, true);
    }

    /** A fault befell a sector at rest, of records or not. */
    History damaged(Fault fault, boolean records) {
        boolean rot = fault.kind() == FaultKind.ROT;
        return new History(
                confirmed,
                confirming,
                trialStarts,
                securityCounter,
                settled && !rot,
                rotted + (rot ? 1 : 0),
                stuck + (rot ? 0 : 1),
                recordsLost || (rot && records));
    }

    int damages() {
        return rotted + stuck;
    }

    /** A boot ran to its end; it left records that read the same each time, or not. */
    History after(BootSeen boot, boolean recordsSettled) {
        if (!boot.started()) {
            return new History(confirmed, confirming, trialStarts, securityCounter, false, rotted, stuck, recordsLost);
        }
        long counter = Long.compareUnsigned(boot.securityCounter(), securityCounter) > 0
                ? boot.securityCounter()
                : securityCounter;
        if (boot.trial()) {
            return new History(
                    confirmed,
                    0,
                    Math.min(trialStarts + 1, TRIAL_STARTS_COUNTED),
                    counter,
                    false,
                    rotted,
                    stuck,
                    recordsLost);
        }
        int keeps = boot.said() == confirming || rotted > 0 || recordsLost ? boot.said() : confirmed;
        return new History(keeps, 0, 0, counter, recordsSettled, rotted, stuck, recordsLost);
    }

    /** A fault fell on what the application did. The counter in the fuses rises when the confirmation has been made. */
    History cutDuring(Action.Kind kind, BootSeen boot, Operation operation) {
        if (kind == Action.Kind.CONFIRM && operation.onFuses()) {
            return completed(kind, boot);
        }
        int ambiguous = kind == Action.Kind.CONFIRM ? boot.said() : confirming;
        return new History(confirmed, ambiguous, trialStarts, securityCounter, false, rotted, stuck, recordsLost);
    }

    /** What the application did came to its end. */
    History completed(Action.Kind kind, BootSeen boot) {
        int keeps = kind == Action.Kind.CONFIRM ? boot.said() : confirmed;
        return new History(keeps, 0, trialStarts, securityCounter, false, rotted, stuck, recordsLost);
    }

    /** Into a fingerprint. */
    void into(Fingerprint.Builder builder) {
        builder.add(confirmed)
                .add(confirming)
                .add(trialStarts)
                .add(securityCounter)
                .add((settled ? 1 : 0) + (recordsLost ? 2 : 0))
                .add(rotted)
                .add(stuck);
    }
}
