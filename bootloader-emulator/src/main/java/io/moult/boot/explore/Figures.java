package io.moult.boot.explore;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exploration came to.
 *
 * @param triples distinct (state, operation, fault): each counted once, by the state before the operation
 * @param planned faults that were let befall operations and sectors, repeats included, by kind
 * @param fired those of them of which the flash showed afterwards that they had befallen it
 * @param states states without power, told apart by what is in the memories and what is known of the past
 * @param transitions runs and faults that lead from one state to another, repeats included
 * @param greatestDepth the most faults on the shortest way to a state
 * @param complete whether everything that can be reached has been
 * @param runs boots and actions of applications that were run
 * @param longestRun the most operations in one run
 * @param mostErases the most erases of one sector in one run
 * @param cutsRepeated how often a run was run once more and really cut off, to see that it leaves what was derived
 * @param cutsUnlike how often it did not
 * @param mergesChecked how often two states of one canonical form were booted, to see that they behave as one
 * @param mergesWrong how often they did not
 */
public record Figures(
        long triples,
        Map<FaultKind, Long> planned,
        Map<FaultKind, Long> fired,
        long states,
        long transitions,
        int greatestDepth,
        boolean complete,
        long runs,
        int longestRun,
        int mostErases,
        long cutsRepeated,
        long cutsUnlike,
        long mergesChecked,
        long mergesWrong,
        long violations,
        long nanoseconds) {

    public Figures {
        planned = Map.copyOf(planned);
        fired = Map.copyOf(fired);
    }

    public long allFired() {
        return fired.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<FaultKind, Long> sum(Map<FaultKind, Long> one, Map<FaultKind, Long> other) {
        Map<FaultKind, Long> sum = new EnumMap<>(FaultKind.class);
        sum.putAll(one);
        other.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return sum;
    }

    private static Map<String, Long> byLabel(Map<FaultKind, Long> counts) {
        Map<String, Long> map = new LinkedHashMap<>();
        new TreeMap<>(counts).forEach((kind, count) -> map.put(kind.label(), count));
        return map;
    }

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
        map.put("faultsPlanned", byLabel(planned));
        map.put("faultsFired", byLabel(fired));
        map.put("states", states);
        map.put("transitions", transitions);
        map.put("greatestDepth", greatestDepth);
        map.put("complete", complete);
        map.put("runs", runs);
        map.put("longestRunOperations", longestRun);
        map.put("mostErasesOfOneSectorInARun", mostErases);
        map.put("cutsRepeated", cutsRepeated);
        map.put("cutsUnlike", cutsUnlike);
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
                sum(planned, other.planned),
                sum(fired, other.fired),
                states + other.states,
                transitions + other.transitions,
                Math.max(greatestDepth, other.greatestDepth),
                complete && other.complete,
                runs + other.runs,
                Math.max(longestRun, other.longestRun),
                Math.max(mostErases, other.mostErases),
                cutsRepeated + other.cutsRepeated,
                cutsUnlike + other.cutsUnlike,
                mergesChecked + other.mergesChecked,
                mergesWrong + other.mergesWrong,
                violations + other.violations,
                nanoseconds + other.nanoseconds);
    }
}
