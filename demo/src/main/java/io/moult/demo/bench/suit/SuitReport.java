package io.moult.demo.bench.suit;

import io.moult.demo.bench.report.Environment;
import io.moult.demo.bench.report.Quartiles;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code bench suit} found.
 *
 * @param envelopeBytes length of the envelope that is checked
 * @param signatureNanos the bare signature, one value a round
 * @param verificationNanos from the envelope's octets to the decision, in the same rounds
 * @param decisionsNanos the same, and the nine decisions written down
 * @param signatureBytes allocated for one
 * @param verificationBytes allocated for one
 * @param authoredPerSecond releases that the author makes in a second, one value a round
 */
public record SuitReport(
        SuitSettings settings,
        int envelopeBytes,
        List<Double> signatureNanos,
        List<Double> verificationNanos,
        List<Double> decisionsNanos,
        long signatureBytes,
        long verificationBytes,
        List<Double> authoredPerSecond,
        Environment environment) {
    /** What verifying and deciding may cost at most, beside the bare signature. */
    public static final double AIM = 1.15;

    public SuitReport {
        signatureNanos = List.copyOf(signatureNanos);
        verificationNanos = List.copyOf(verificationNanos);
        decisionsNanos = List.copyOf(decisionsNanos);
        authoredPerSecond = List.copyOf(authoredPerSecond);
    }

    /** The median of the verification by the median of the bare signature. */
    public double ratioOfMedians() {
        return of(verificationNanos).median() / of(signatureNanos).median();
    }

    /** The ratio of each round by itself. */
    public Quartiles ratiosOfRounds() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < signatureNanos.size(); i++) {
            ratios.add(verificationNanos.get(i) / signatureNanos.get(i));
        }
        return of(ratios);
    }

    public boolean reached() {
        return ratioOfMedians() <= AIM;
    }

    /** Of values of which there is at least one. */
    static Quartiles of(List<Double> values) {
        return Quartiles.of(values).orElseThrow();
    }
}
