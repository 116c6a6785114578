package io.moult.cbor;

import io.moult.bytes.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prints CBOR in diagnostic notation (RFC 8949 section 8) for people. A byte string that holds an array, a map or a tag as a
 * document of its own is shown as that, between {@code <<} and {@code >>}; which octets they are stays certain, since none
 * but shortest forms are read. Characters that a terminal might act upon are escaped.
 */
public final class Diagnostic {
    private static final int LINE_CHARS = 100;
    private static final int INDENT = 2;

    private final DecoderLimits limits;

    public Diagnostic(DecoderLimits limits) {
        this.limits = limits;
    }

    /** One or several lines, without a line end behind the last. */
    public String print(CborItem item) {
        return print(item, 0, 1);
    }

    private String print(CborItem item, int indent, int depth) {
        if (indent + leastChars(item) <= LINE_CHARS) {
            String line = line(item, depth);
            if (indent + line.length() <= LINE_CHARS) {
                return line;
            }
        }
        if (item instanceof CborItem.Array array) {
            return block("[", array.items(), "]", indent, one -> print(one, indent + INDENT, depth));
        } else if (item instanceof CborItem.Mapping map) {
            return block("{", map.pairs(), "}", indent, pair -> {
                String key = line(pair.key(), depth) + ": ";
                return key + print(pair.value(), indent + INDENT, depth);
            });
        } else if (item instanceof CborItem.Tagged tagged) {
            return Long.toUnsignedString(tagged.tag()) + "(" + print(tagged.item(), indent, depth) + ")";
        } else if (item instanceof CborItem.ByteString octets) {
            return embedded(octets.content(), depth)
                    .map(inner -> "<<" + print(inner, indent, depth + 1) + ">>")
                    .orElseGet(() -> line(item, depth));
        }
        return line(item, depth);
    }

    /**
     * How many characters an item takes for certain: of one that fits on no line, none is tried, or each level would print
     * all that is below it. No three octets of an embedded document are shown as less than one character.
     */
    private static int leastChars(CborItem item) {
        if (item instanceof CborItem.Text text) {
            return text.value().length();
        } else if (item instanceof CborItem.ByteString octets) {
            return octets.content().length() / 3;
        } else if (item instanceof CborItem.Tagged tagged) {
            return leastChars(tagged.item());
        } else if (item instanceof CborItem.Array array) {
            return leastChars(array.items());
        } else if (item instanceof CborItem.Mapping map) {
            return leastChars(map.pairs().stream().map(CborItem.Pair::value).toList());
        }
        return 1;
    }

    private static int leastChars(List<CborItem> items) {
        int chars = 0;
        for (CborItem item : items) {
            chars += 1 + leastChars(item);
            if (chars > LINE_CHARS) {
                break;
            }
        }
        return chars;
    }

    private static <T> String block(String open, List<T> items, String close, int indent, Function<T, String> printer) {
        String margin = "\n" + " ".repeat(indent);
        StringBuilder text = new StringBuilder(open);
        for (int i = 0; i < items.size(); i++) {
            text.append(margin).append(" ".repeat(INDENT)).append(printer.apply(items.get(i)));
            text.append(i < items.size() - 1 ? "," : "");
        }
        return text.append(margin).append(close).toString();
    }

    private String line(CborItem item, int depth) {
        if (item instanceof CborItem.Unsigned number) {
            return Long.toUnsignedString(number.value());
        } else if (item instanceof CborItem.Negative number) {
            return new BigInteger(Long.toUnsignedString(number.n())).not().toString();
        } else if (item instanceof CborItem.ByteString octets) {
            return embedded(octets.content(), depth)
                    .map(inner -> "<<" + line(inner, depth + 1) + ">>")
                    .orElseGet(() -> "h'" + octets.content().hex() + "'");
        } else if (item instanceof CborItem.Text text) {
            return quoted(text.value());
        } else if (item instanceof CborItem.Array array) {
            return joined("[", array.items(), "]", one -> line(one, depth));
        } else if (item instanceof CborItem.Mapping map) {
            return joined("{", map.pairs(), "}", pair -> line(pair.key(), depth) + ": " + line(pair.value(), depth));
        } else if (item instanceof CborItem.Tagged tagged) {
            return Long.toUnsignedString(tagged.tag()) + "(" + line(tagged.item(), depth) + ")";
        }
        return simple(((CborItem.Simple) item).value());
    }

    private static <T> String joined(String open, List<T> items, String close, Function<T, String> printer) {
        return open + String.join(", ", items.stream().map(printer).toList()) + close;
    }

    /** What a byte string holds, if it is worth showing. */
    private Optional<CborItem> embedded(Bytes content, int depth) {
        if (content.isEmpty() || depth > limits.of(Limit.NESTING_DEPTH)) {
            return Optional.empty();
        }
        try {
            CborItem inner = CborReader.readDocument(content, limits);
            boolean structured = inner instanceof CborItem.Array
                    || inner instanceof CborItem.Mapping
                    || inner instanceof CborItem.Tagged;
            return structured ? Optional.of(inner) : Optional.empty();
        } catch (CborException e) {
            return Optional.empty();
        }
    }

    private static String simple(int value) {
        return switch (value) {
            case 20 -> "false";
            case 21 -> "true";
            case 22 -> "null";
            case 23 -> "undefined";
            default -> "simple(" + value + ")";
        };
    }

    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                safe.append('\\').append((char) c);
            } else if (isPlain((char) c)) {
                safe.append((char) c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return safe.append('"').toString();
    }

    private static boolean isPlain(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
