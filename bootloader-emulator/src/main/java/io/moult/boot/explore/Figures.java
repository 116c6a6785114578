package io.moult.boot.explore;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an exploration came to.
 *
 * @param triples distinct (state, operation, fault): each counted once, by the state before the operation
 * @param planned faults planned for these operations
 * @param fired those of them that had an effect of their own: the triples
 * @param states states without power, told apart by what is in the memories and what is known of the past
 * @param transitions runs and faults that lead from one state to another, repeats included
 * @param greatestDepth the most faults on the shortest way to a state
 * @param complete whether everything that can be reached has been
 * @param runs boots and actions of applications that were run
 * @param longestRun the most operations in one run
 * @param mostErases the most erases of one sector in one run
 * @param mergesChecked how often two states of one canonical form were booted, to see that they behave as one
 * @param mergesWrong how often they did not
 */
public record Figures(
        long triples,
        long planned,
        long fired,
        long states,
        long transitions,
        int greatestDepth,
        boolean complete,
        long runs,
        int longestRun,
        int mostErases,
        long mergesChecked,
        long mergesWrong,
        long violations,
        long nanoseconds) {

    public long triplesPerSecond() {
        return nanoseconds == 0 ? 0 : Math.round(triples * 1e9 / nanoseconds);
    }

    public double seconds() {
        return nanoseconds / 1e9;
    }

    /** For JSON. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("triples", triples);
        map.put("faultsPlanned", planned);
        map.put("faultsFired", fired);
        map.put("states", states);
        map.put("transitions", transitions);
        map.put("greatestDepth", greatestDepth);
        map.put("complete", complete);
        map.put("runs", runs);
        map.put("longestRunOperations", longestRun);
        map.put("mostErasesOfOneSectorInARun", mostErases);
        map.put("mergesChecked", mergesChecked);
        map.put("mergesWrong", mergesWrong);
        map.put("violations", violations);
        map.put("seconds", seconds());
        map.put("triplesPerSecond", triplesPerSecond());
        return map;
    }

    /** Two explorations of different subjects together. */
    public Figures plus(Figures other) {
        return new Figures(
                triples + other.triples,
                planned + other.planned,
                fired + other.fired,
                states + other.states,
                transitions + other.transitions,
                Math.max(greatestDepth, other.greatestDepth),
                complete && other.complete,
                runs + other.runs,
                Math.max(longestRun, other.longestRun),
                Math.max(mostErases, other.mostErases),
                mergesChecked + other.mergesChecked,
                mergesWrong + other.mergesWrong,
                violations + other.violations,
                nanoseconds + other.nanoseconds);
    }
}
