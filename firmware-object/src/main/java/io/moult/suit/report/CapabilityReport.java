package io.moult.suit.report;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SUIT_Capability_Report (draft-ietf-suit-report-18 section 6): what a manifest processor supports, by the numbers of the
 * registries.
 *
 * @param lists the specification's key of a kind of capability → the numbers that are supported
 */
public record CapabilityReport(List<Component> components, Map<Integer, List<Long>> lists) {
    public static final int COMPONENTS = 1;
    public static final int COMMANDS = 2;
    public static final int PARAMETERS = 3;
    public static final int ALGORITHMS = 4;
    public static final int ENVELOPE = 5;
    public static final int MANIFEST = 6;
    public static final int COMMON = 7;
    public static final int TEXT = 8;
    public static final int TEXT_COMPONENT = 9;
    public static final int DEPENDENCY = 10;

    private static final List<Integer> REQUIRED = List.of(COMMANDS, PARAMETERS, ALGORITHMS);

    public CapabilityReport {
        components = List.copyOf(components);
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a device without components has nothing to report");
        }
        TreeMap<Integer, List<Long>> copy = new TreeMap<>();
        lists.forEach((kind, numbers) -> copy.put(kind, List.copyOf(numbers)));
        for (int kind : REQUIRED) {
            if (copy.getOrDefault(kind, List.of()).isEmpty()) {
                throw new IllegalArgumentException("capabilities of kind " + kind + " are missing");
            }
        }
        lists = Collections.unmodifiableMap(copy);
    }

    /**
     * SUIT_Component_Capability.
     *
     * @param anyBelow whether every component whose identifier begins so is meant
     */
    public record Component(List<Bytes> parts, boolean anyBelow) {
        public Component {
            parts = List.copyOf(parts);
        }
    }

    /** The numbers of one kind; none if the report is silent of it. */
    public List<Long> numbers(int kind) {
        return new ArrayList<>(lists.getOrDefault(kind, List.of()));
    }
}
