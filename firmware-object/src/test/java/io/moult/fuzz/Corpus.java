package io.moult.fuzz;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The inputs that are kept for a target, by name, in one text file: a name and hexadecimal digits a line. Names that begin
 * with {@code seed-} were made by {@link Seeds}, those with {@code kept-} were found by a campaign because they reach
 * something of their own, all others are findings.
 */
record Corpus(Map<String, Bytes> inputs) {
    static final String SEED = "seed-";
    static final String KEPT = "kept-";

    Corpus {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** Where a target's corpus stands, from the module's directory. */
    static Path file(FuzzTarget target) {
        return Path.of("src/test/resources/io/moult/fuzz", target.label() + ".txt");
    }

    static Corpus of(FuzzTarget target) {
        try {
            Map<String, Bytes> inputs = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file(target), StandardCharsets.US_ASCII)) {
                int space = line.indexOf(' ');
                inputs.put(line.substring(0, space), Bytes.ofHex(line.substring(space + 1)));
            }
            return new Corpus(inputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with other inputs in the place of those whose names begin so. */
    Corpus with(String prefix, List<Bytes> replacing) {
        Map<String, Bytes> changed = new LinkedHashMap<>();
        int number = 0;
        for (Bytes input : replacing) {
            changed.put(String.format(Locale.ROOT, "%s%03d", prefix, ++number), input);
        }
        inputs.forEach((name, input) -> {
            if (!name.startsWith(prefix)) {
                changed.putIfAbsent(name, input);
            }
        });
        return new Corpus(changed);
    }

    void write(FuzzTarget target) throws IOException {
        List<String> lines = new ArrayList<>();
        inputs.forEach((name, input) -> lines.add(name + " " + input.hex()));
        Collections.sort(lines);
        Files.createDirectories(file(target).toAbsolutePath().getParent());
        Files.write(file(target), lines, StandardCharsets.US_ASCII);
    }

    /** As a fuzzer takes it: a file an input. */
    void unpack(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, Bytes> input : inputs.entrySet()) {
            Files.write(directory.resolve(input.getKey()), input.getValue().toArray());
        }
    }
}
