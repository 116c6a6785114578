package io.moult.boot;

/**
 * How often an unconfirmed set is booted before it is given up.
 *
 * @param attempts trial boots that count; 1 or more
 * @param forgivenPowerCuts how many trial boots that a loss of power ended do not count; after so many, they do
 */
public record TrialBudget(int attempts, int forgivenPowerCuts) {
    /** One boot to prove itself. */
    public static final TrialBudget ONE = of(1);

    public TrialBudget {
        if (attempts < 1 || forgivenPowerCuts < 0) {
            throw new IllegalArgumentException(attempts + " trial attempts, " + forgivenPowerCuts + " forgiven");
        }
    }

    /** A loss of power counts as any other end. */
    public static TrialBudget of(int attempts) {
        return new TrialBudget(attempts, 0);
    }
}
