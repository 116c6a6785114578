package io.moult.suit.report;

import io.moult.bytes.Bytes;
import io.moult.cose.ContentCipher;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.verify.Capabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    /** Of SUIT_Common and SUIT_Dependency_Metadata (draft-ietf-suit-trust-domains-11 section 5.2.2). */
    private static final long DEPENDENCIES_KEY = 1;

    private static final long PREFIX_KEY = 1;

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

    /**
     * What a recipient can run, extensions and all; of the manifest's own elements those that every recipient has are left
     * out where the draft allows it.
     */
    public static CapabilityReport of(Capabilities can, List<Component> components) {
        Map<Integer, List<Long>> lists = new TreeMap<>();
        lists.put(COMMANDS, numbers(can.commands().stream().map(code -> (long) code.code()), can.customCommands()));
        lists.put(
                PARAMETERS, numbers(can.parameters().stream().map(code -> (long) code.code()), can.customParameters()));
        Stream<Integer> algorithms = Stream.of(
                        Arrays.stream(DigestAlgorithm.values()).map(DigestAlgorithm::number),
                        Arrays.stream(CoseAlgorithm.values()).map(CoseAlgorithm::number),
                        Arrays.stream(ContentCipher.values()).map(ContentCipher::number))
                .flatMap(one -> one);
        lists.put(ALGORITHMS, numbers(algorithms.map(Integer::longValue), Set.of()));
        lists.put(MANIFEST, numbers(can.sections().stream().map(section -> (long) section.key()), Set.of()));
        if (can.dependencies()) {
            lists.put(COMMON, List.of(DEPENDENCIES_KEY));
            lists.put(DEPENDENCY, List.of(PREFIX_KEY));
        }
        return new CapabilityReport(components, lists);
    }

    private static List<Long> numbers(Stream<Long> some, Set<Long> others) {
        return Stream.concat(some, others.stream()).distinct().sorted().toList();
    }

    /** The numbers of one kind; none if the report is silent of it. */
    public List<Long> numbers(int kind) {
        return new ArrayList<>(lists.getOrDefault(kind, List.of()));
    }
}
