package io.moult.suit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Octets of a vector that no signature covers, in lines for the list in the test resources: vector, first and last of octets
 * one after the other, how many of their bits are taken when changed, and why.
 */
public final class OctetRuns {
    /** The resource beside a test. */
    public static final String LIST = "octets-no-signature-covers.txt";

    private final String name;
    private final List<String> lines = new ArrayList<>();
    private int first = -1;
    private int last = -1;
    private int bits;
    private String reason = "";

    public OctetRuns(String name) {
        this.name = name;
    }

    /** One more bit, of an octet that is not before the last one. */
    public void add(int octet, String why) {
        if (octet > last + 1 || !reason.equals(why)) {
            end();
            first = octet;
            reason = why;
        }
        last = octet;
        bits++;
    }

    public List<String> lines() {
        end();
        return lines;
    }

    private void end() {
        if (bits > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s %d..%d %d of %d bits %s",
                    name,
                    first,
                    last,
                    bits,
                    8 * (last - first + 1),
                    reason));
        }
        bits = 0;
        reason = "";
    }

    /** What was found of these vectors is what is listed; what was found is written beside the build's other results. */
    public static void assertListed(Class<?> test, Set<String> names, List<String> found) throws IOException {
        Path fresh =
                Path.of("target", test.getSimpleName(), String.join("+", names).hashCode() + "-" + LIST);
        Files.createDirectories(fresh.getParent());
        Files.write(fresh, found);
        List<String> listed = listed(test).stream()
                .filter(line -> names.contains(vector(line)))
                .toList();
        assertThat(found)
                .as("the test resource %s of %s; what was found is in %s", LIST, test.getSimpleName(), fresh)
                .containsExactlyElementsOf(listed);
    }

    /** The vectors in the list. */
    public static Set<String> names(Class<?> test) throws IOException {
        return listed(test).stream().map(OctetRuns::vector).collect(Collectors.toSet());
    }

    private static List<String> listed(Class<?> test) throws IOException {
        try (InputStream in = test.getResourceAsStream(LIST)) {
            return new String(Objects.requireNonNull(in, LIST).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String vector(String line) {
        return line.substring(0, line.indexOf(' '));
    }
}
