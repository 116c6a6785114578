package io.moult.boot.explore;

/** A run that writes more often than any run may: stopped. */
final class EndlessRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    EndlessRun(int operations) {
        super("more than " + operations + " operations in one run");
    }
}
