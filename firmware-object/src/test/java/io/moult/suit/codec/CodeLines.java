package io.moult.suit.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many lines of code what reads and judges a manifest has: neither empty nor comments nor imports. What is printed is
 * rounded and is true as long as it is not a fifth off, so that not every change has to print it anew.
 */
record CodeLines(Map<String, Integer> ofPackages) {
    private static final Map<String, String> PACKAGES = Map.of(
            "cbor", "reads and writes CBOR",
            "cose", "signatures, codes, digests, encryption, keys",
            "suit/manifest", "envelope and manifest as values",
            "suit/codec", "the parser and its counterpart",
            "suit/verify", "the verifier: who signed, and whether it may be run");
    private static final List<String> ORDER = List.of("cbor", "cose", "suit/manifest", "suit/codec", "suit/verify");
    private static final Path SOURCES =
            Path.of(System.getProperty("moult.root", ".."), "firmware-object", "src", "main", "java", "io", "moult");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `io\\.moult\\.([a-z.]+)` \\|[^|]*\\| about (\\d+) \\|$");
    private static final int ROUNDED_TO = 50;

    static CodeLines counted() throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String name : ORDER) {
            counts.put(name, Math.round((float) count(name) / ROUNDED_TO) * ROUNDED_TO);
        }
        return new CodeLines(counts);
    }

    static CodeLines saidIn(String page) {
        Map<String, Integer> said = new LinkedHashMap<>();
        Matcher rows = ROW.matcher(page);
        while (rows.find()) {
            said.put(rows.group(1).replace('.', '/'), Integer.valueOf(rows.group(2)));
        }
        return new CodeLines(said);
    }

    boolean isStillTrue() {
        return ofPackages.keySet().equals(PACKAGES.keySet())
                && ofPackages.entrySet().stream()
                        .allMatch(one -> Math.abs(one.getValue() - count(one.getKey())) <= one.getValue() / 5);
    }

    void addTo(List<String> page) {
        page.add("## Size");
        page.add("Lines of code, without comments, imports and empty lines.");
        page.add("");
        page.add("| package | what it does | lines |");
        page.add("|---|---|---|");
        ofPackages.forEach((name, count) -> page.add(
                "| `io.moult." + name.replace('/', '.') + "` | " + PACKAGES.get(name) + " | about " + count + " |"));
        page.add("");
    }

    private static int count(String name) {
        try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .mapToInt(CodeLines::countFile)
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int countFile(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("//")
                            && !line.startsWith("/*")
                            && !line.startsWith("*")
                            && !line.startsWith("import ")
                            && !line.startsWith("package "))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
