package io.moult.boot.explore;

import java.util.List;
import java.util.Optional;

/**
 * One step on the way to a state: a run, to its end or to an operation that a fault befell. As text {@code
 * boot-power~2.0:14=torn@37}: what ran, the readings of unsettled octets, the operation from 0, the fault.
 *
 * @param run {@code boot-REASON}, an action's name, or {@code rest} between runs
 * @param operation the operation's number in the run; at rest, the sector; -1 for the run's end
 */
record Step(String run, List<Integer> readings, int operation, Optional<Fault> fault) {
    static final String REST = "rest";
    static final String BOOT = "boot-";

    static Step toTheEnd(String run, List<Integer> readings) {
        return new Step(run, readings, -1, Optional.empty());
    }

    @Override
    public String toString() {
        String text = readings.isEmpty() ? run : run + "~" + Readings.text(readings);
        return fault.map(f -> text + ":" + operation + "=" + f).orElse(text);
    }

    /** Reads the text; IllegalArgumentException for anything else. */
    static Step parse(String text) {
        int colon = text.indexOf(':');
        String head = colon < 0 ? text : text.substring(0, colon);
        int tilde = head.indexOf('~');
        String run = tilde < 0 ? head : head.substring(0, tilde);
        try {
            List<Integer> readings = tilde < 0
                    ? List.of()
                    : List.of(head.substring(tilde + 1).split("\\.")).stream()
                            .map(Integer::valueOf)
                            .toList();
            if (colon < 0) {
                return toTheEnd(run, readings);
            }
            String[] where = text.substring(colon + 1).split("=", 2);
            return new Step(run, readings, Integer.parseInt(where[0]), Optional.of(Fault.parse(where[1])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no step of a cut path", e);
        }
    }
}
