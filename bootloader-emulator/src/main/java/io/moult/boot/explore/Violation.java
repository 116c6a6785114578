package io.moult.boot.explore;

/**
 * An invariant that does not hold.
 *
 * @param invariant such as {@code I4}
 * @param path the steps to it, that {@code replay} takes
 */
public record Violation(String invariant, String detail, String path) {
    @Override
    public String toString() {
        return invariant + ": " + detail + "\n  " + path;
    }
}
