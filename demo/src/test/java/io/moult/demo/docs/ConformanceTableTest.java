package io.moult.demo.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moult.demo.docs.ConformanceTable.Row;
import io.moult.demo.docs.ConformanceTable.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/conformance.md} has a row for each requirement, and each row that claims something names what shows it. */
class ConformanceTableTest {
    private static final Path ROOT = Path.of(System.getProperty("moult.root", ".."));
    private static final List<String> MODULES =
            List.of("firmware-object", "bootloader-emulator", "lwm2m-client", "lwm2m-server", "demo");

    /** What the path of one update from release to confirmed boot stands on. */
    private static final List<String> MAIN_PATH = List.of("""
            R1 R2 R3 R4 R5 R6 R7 R9 R13 R14 R15 R16 R33 R34 R37 R39
            R40 R45 R103 R104 R105 R106 R107 R109 R110 R117 R118 R119 R121 R123 R132 R133
            R137 R138 R141 R146 R147 R148 R149 R151 R152 R153 R156
            """.strip().split("\\s+"));

    private static ConformanceTable table = new ConformanceTable(List.of());
    private static final Map<String, String> TEST_SOURCES = new HashMap<>();
    private static final Set<String> MAIN_CLASSES = new HashSet<>();

    @BeforeAll
    static void read() throws IOException {
        table = ConformanceTable.read(ROOT.resolve("docs/conformance.md"));
        for (String module : MODULES) {
            Path main = ROOT.resolve(module).resolve("src/main/java");
            for (Path file : javaFiles(main)) {
                String name = main.relativize(file).toString().replace('/', '.');
                MAIN_CLASSES.add(name.substring("io.moult.".length(), name.length() - ".java".length()));
            }
            for (Path file : javaFiles(ROOT.resolve(module).resolve("src/test/java"))) {
                String name = file.getFileName().toString();
                TEST_SOURCES.merge(
                        name.substring(0, name.length() - ".java".length()), Files.readString(file), (a, b) -> a + b);
            }
        }
    }

    @Test
    void table_everyRow_standsOnce() {
        assertThat(table.rows()).extracting(Row::id).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @Test
    void table_everyRequirement_hasARow() throws IOException {
        Path requirements = ROOT.resolve("../shared/REQUIREMENTS.md");
        if (!Files.exists(requirements)) {
            assertThat(System.getenv("CI"))
                    .as("../shared is missing, though this is CI")
                    .isNotEqualTo("true");
            assumeTrue(false, "../shared/REQUIREMENTS.md is not here, so the list of ids cannot be compared");
        }

        Set<String> missing = requiredIds(Files.readString(requirements));
        assertThat(missing).hasSize(158 + 70);
        table.rows().forEach(row -> missing.remove(row.id()));

        assertThat(missing)
                .as("requirements without a row in docs/conformance.md")
                .isEmpty();
    }

    @Test
    void table_everyRowThatIsDone_namesALivingTestAndALivingClass() {
        List<String> dead = new ArrayList<>();
        for (Row row : table.rows()) {
            if (row.state() != State.DONE) {
                continue;
            }
            if (row.tests().isEmpty()) {
                dead.add(row.id() + ": no test named");
            }
            if (row.classes().isEmpty()) {
                dead.add(row.id() + ": no class named");
            }
            for (String test : row.tests()) {
                if (!isLivingTest(test)) {
                    dead.add(row.id() + ": no living test " + test);
                }
            }
            for (String type : row.classes()) {
                if (!MAIN_CLASSES.contains(type)) {
                    dead.add(row.id() + ": no class io.moult." + type);
                }
            }
        }

        assertThat(dead).isEmpty();
        System.out.printf(
                "conformance: %d done, %d planned, %d not (with a reason), %d in all%n",
                table.count(State.DONE),
                table.count(State.PLANNED),
                table.count(State.NO),
                table.rows().size());
    }

    @Test
    void table_requirementsOfTheMainPath_areDone() {
        assertThat(table.rows())
                .filteredOn(row -> MAIN_PATH.contains(row.id()))
                .hasSize(MAIN_PATH.size())
                .allSatisfy(row -> assertThat(row.state()).as(row.id()).isEqualTo(State.DONE));
    }

    @Test
    void table_everyRowThatIsNotDone_saysWhy() {
        assertThat(table.rows())
                .filteredOn(row -> row.state() != State.DONE)
                .allSatisfy(
                        row -> assertThat(row.evidence().strip()).as(row.id()).hasSizeGreaterThan(3));
    }

    private static boolean isLivingTest(String test) {
        String type = test.substring(0, test.indexOf('#'));
        String method = test.substring(test.indexOf('#') + 1);
        String source = TEST_SOURCES.getOrDefault(type, "");
        // looked for, not used: a test that is switched off shows nothing
        if (source.contains("@Disabled")) {
            return false;
        }
        Matcher declaration =
                Pattern.compile("\\b" + Pattern.quote(method) + "\\(").matcher(source);
        while (declaration.find()) {
            String before = source.substring(0, declaration.start());
            int annotated = lastMatch(before, "@(Test|ParameterizedTest|TestFactory|RepeatedTest)\\b");
            int declaredBefore = lastMatch(before, "(?m)^    [\\w<>?, ]+ \\w+\\([^;=]*\\{$");
            if (annotated > declaredBefore) {
                return true;
            }
        }
        return false;
    }

    private static int lastMatch(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int last = -1;
        while (matcher.find()) {
            last = matcher.start();
        }
        return last;
    }

    private static Set<String> requiredIds(String text) {
        Set<String> ids = new TreeSet<>();
        Matcher numbered =
                Pattern.compile("(?m)^\\| (R\\d+|THREAT\\.[A-Z_.]+) \\|").matcher(text);
        while (numbered.find()) {
            ids.add(numbered.group(1));
        }
        Matcher group = Pattern.compile("(?m)\\*\\*(REQ\\.SEC|USER_STORY|REQ\\.USE)\\*\\* \\([^)]*\\):? ?(.*)$")
                .matcher(text);
        while (group.find()) {
            for (String part : group.group(2).split(" · ")) {
                Matcher name = Pattern.compile("^[A-Z][A-Z_.]*[A-Z]").matcher(part.strip());
                if (name.find()) {
                    ids.add(group.group(1) + "." + name.group());
                }
            }
        }
        return ids;
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
