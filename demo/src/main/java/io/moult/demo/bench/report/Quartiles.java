package io.moult.demo.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * Median and quartiles of a sample, each interpolated linearly between the two nearest values (the
 * method that R calls type 7 and spreadsheets call inclusive).
 *
 * @param least the smallest value
 * @param lower a quarter of the way
 * @param median half of the way
 * @param upper three quarters of the way
 * @param greatest the largest value
 */
public record Quartiles(double least, double lower, double median, double upper, double greatest) {

    /** The quartiles of these values in any order; empty when there are none. */
    public static Optional<Quartiles> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        List<Double> sorted = values.stream().sorted().toList();
        return Optional.of(
                new Quartiles(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1)));
    }

    private static double at(List<Double> sorted, double share) {
        double position = share * (sorted.size() - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        double weight = position - below;
        return sorted.get(below) * (1 - weight) + sorted.get(above) * weight;
    }
}
