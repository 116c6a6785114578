package io.moult.suit.describe;

import io.moult.bytes.Bytes;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML document and the line that it stands in. Scalars are kept as they are written, so that a version 1.10
 * is no number and a name "no" no truth value; what they are is for the member to say that they stand in.
 */
final class Described {
    private static final int MOST_CHARS = 4 * 1024 * 1024;
    private static final int MOST_DEPTH = 40;

    private final Node node;
    private final String name;
    private final int depth;

    private Described(Node node, String name, int depth) {
        this.node = node;
        this.name = name;
        this.depth = depth;
    }

    /** The one document in a text. */
    static Described read(String text) throws DescriptionException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARS);
        options.setNestingDepthLimit(MOST_DEPTH);
        options.setMaxAliasesForCollections(MOST_DEPTH);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new DescriptionException("there is nothing in it");
            }
            return new Described(root, "the description", 0);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw DescriptionException.atLine(mark == null ? 1 : mark.getLine() + 1, "no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new DescriptionException("no YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** What it is called in sentences. */
    String name() {
        return name;
    }

    boolean isText() {
        return node instanceof ScalarNode && !isNothing();
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isNothing() {
        return node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    DescriptionException wrong(String detail) {
        return DescriptionException.atLine(node.getStartMark().getLine() + 1, detail);
    }

    String text() throws DescriptionException {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return scalar.getValue();
        }
        throw wrong(name + " is to be one value");
    }

    /** Its items. */
    List<Described> list() throws DescriptionException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(name + " is to be a list");
        }
        List<Described> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(inner(item, "an item of " + name));
        }
        return items;
    }

    /** Its items; the value itself where it is no list. */
    List<Described> listOrOne() throws DescriptionException {
        return isList() ? list() : List.of(this);
    }

    /** Its members in the order written, none given twice. */
    Map<String, Described> map() throws DescriptionException {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(name + " is to have members");
        }
        Map<String, Described> members = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                throw wrong("a member of " + name + " has no plain name");
            }
            Described value = inner(pair.getValueNode(), key.getValue());
            if (members.put(key.getValue(), value) != null) {
                throw value.wrong("member \"" + key.getValue() + "\" of " + name + " is given twice");
            }
        }
        return members;
    }

    /** Its members, of which no other may be there than these. */
    Members members(String... known) throws DescriptionException {
        Map<String, Described> found = map();
        for (Map.Entry<String, Described> one : found.entrySet()) {
            if (!Arrays.asList(known).contains(one.getKey())) {
                throw one.getValue()
                        .wrong("unknown member \"" + one.getKey() + "\" of " + name + ": it has "
                                + String.join(", ", known));
            }
        }
        return new Members(this, found);
    }

    /** Members by name. */
    record Members(Described whole, Map<String, Described> all) {
        Members {
            all = Map.copyOf(all);
        }

        Optional<Described> find(String member) {
            return Optional.ofNullable(all.get(member));
        }

        Described require(String member) throws DescriptionException {
            Described found = all.get(member);
            if (found == null) {
                throw whole.wrong(whole.name() + " needs a member \"" + member + "\"");
            }
            return found;
        }

        boolean has(String member) {
            return all.containsKey(member);
        }
    }

    private Described inner(Node value, String called) throws DescriptionException {
        if (depth >= MOST_DEPTH) {
            throw wrong("more than " + MOST_DEPTH + " levels");
        }
        return new Described(value, called, depth + 1);
    }

    boolean truth() throws DescriptionException {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name + " is to be true or false");
        };
    }

    /** Unsigned 64 bit. */
    long unsigned() throws DescriptionException {
        try {
            if (text().matches("[0-9]+")) {
                return Long.parseUnsignedLong(text());
            }
        } catch (NumberFormatException e) {
            throw wrong(name + ": " + text() + " is more than 64 bits hold");
        }
        throw wrong(name + ": \"" + text() + "\" is not a number from 0 on");
    }

    int count(int most) throws DescriptionException {
        long number = unsigned();
        if (number < 0 || number > most) {
            throw wrong(name + ": " + text() + " is more than " + most);
        }
        return (int) number;
    }

    long integer() throws DescriptionException {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw wrong(name + ": \"" + text() + "\" is not a number");
        }
    }

    UUID uuid() throws DescriptionException {
        try {
            UUID id = UUID.fromString(text());
            if (id.toString().equalsIgnoreCase(text())) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw wrong(name + ": \"" + text() + "\" is no UUID, such as fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe");
    }

    /** Seconds since 1970, from a time in UTC or a number. */
    long epochSeconds() throws DescriptionException {
        if (text().matches("[0-9]+")) {
            return unsigned();
        }
        try {
            return Instant.parse(text()).getEpochSecond();
        } catch (DateTimeException e) {
            throw wrong(name + ": \"" + text() + "\" is no time, such as 2027-01-01T00:00:00Z");
        }
    }

    Bytes hex() throws DescriptionException {
        return hex(text());
    }

    private Bytes hex(String digits) throws DescriptionException {
        if (!digits.matches("([0-9a-fA-F]{2})*")) {
            throw wrong(name + ": \"" + digits + "\" is not hexadecimal");
        }
        return Bytes.ofHex(digits);
    }

    /** Octets of a text, or written as h'…'. */
    Bytes octets() throws DescriptionException {
        String text = text();
        if (text.startsWith("h'") && text.endsWith("'") && text.length() >= 3) {
            return hex(text.substring(2, text.length() - 1));
        }
        return Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** One of some names. */
    <T> T oneOf(Map<String, T> byName) throws DescriptionException {
        T found = byName.get(text());
        if (found == null) {
            throw wrong(name + ": there is no \"" + text() + "\", but " + String.join(", ", byName.keySet()));
        }
        return found;
    }
}
