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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(table.rows()).extracting(Row::id).doesNotHaveDuplicates().hasSizeGreaterThan(158 + 70 + 217);
    }

    @Test
    void table_everyRequirement_hasARow() throws IOException {
        Set<String> missing = requiredIds(Files.readString(shared("REQUIREMENTS.md")));
        assertThat(missing).hasSize(158 + 70);
        table.rows().forEach(row -> missing.remove(row.id()));

        assertThat(missing)
                .as("requirements without a row in docs/conformance.md")
                .isEmpty();
    }

    @Test
    void table_everyIdOfRfc9124_hasARow() throws IOException {
        String text = Files.readString(shared("spec/suit-information-model-rfc9124-source.md"));
        Set<String> ids = new TreeSet<>();
        Matcher heading = Pattern.compile("(?m)^#+ .*?\\b((THREAT|REQ|USER_STORY)\\.[A-Z_.]*[A-Z])\\b")
                .matcher(text);
        while (heading.find()) {
            ids.add(heading.group(1));
        }

        assertThat(ids).hasSizeGreaterThanOrEqualTo(18 + 21 + 17 + 14);
        assertThat(table.rows()).extracting(Row::id).containsAll(ids);
    }

    /**
     * The rows of a draft are in the order of its list of demands, a row for a line. An id is the draft's short name, the
     * section, and a number that begins anew with each section.
     */
    @ParameterizedTest
    @CsvSource({
        "MAN-, manifest-37",
        "TD-, trust-domains-11",
        "UM-, update-management-14",
        "FE-, firmware-encryption-24",
        "REP-, report-18"
    })
    void table_everyDemandOfADraft_hasItsRow(String prefix, String draft) throws IOException {
        List<String> lines = Files.readAllLines(shared("spec/MUSTs-" + draft + ".txt"));
        List<Row> rows = table.beginning(prefix);

        assertThat(rows).as("rows for the demands of %s", draft).hasSameSizeAs(lines);
        Map<String, String> sections = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String title = lines.get(i).substring(1, lines.get(i).indexOf("] "));
            String id = rows.get(i).id();
            String section = id.substring(0, id.lastIndexOf('-'));
            assertThat(sections.computeIfAbsent(title, first -> section))
                    .as("the section of %s, a demand of \"%s\"", id, title)
                    .isEqualTo(section);
            assertThat(id).isEqualTo(section + "-" + numbers.merge(section, 1, Integer::sum));
        }
        assertThat(Set.copyOf(sections.values())).as("sections").hasSameSizeAs(sections.keySet());
    }

    /** Each test against a threat was seen to fail without the defence. */
    @Test
    void table_everyThreat_saysHowItsTestWasSeenToFail() {
        assertThat(table.beginning("THREAT.")).hasSize(18).allSatisfy(row -> {
            assertThat(row.state()).as(row.id()).isEqualTo(State.DONE);
            String seen = row.evidence().substring(Math.max(0, row.evidence().indexOf("seen red")));
            assertThat(seen).as(row.id()).contains("seen red", "→ ");
            assertThat(row.tests())
                    .as(row.id())
                    .anyMatch(
                            test -> seen.substring(seen.indexOf('→')).contains(test.substring(test.indexOf('#') + 1)));
        });
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
                "conformance: %d done, %d planned, %d not (with a reason), %d that bind others, %d in all%n",
                table.count(State.DONE),
                table.count(State.PLANNED),
                table.count(State.NO),
                table.count(State.OTHERS),
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

    /** A file that a user's clone does not have: there the test is skipped, under CI=true it fails. */
    private static Path shared(String relative) {
        Path path = ROOT.resolve("../shared").resolve(relative);
        if (!Files.exists(path)) {
            assertThat(System.getenv("CI"))
                    .as("../shared is missing, though this is CI")
                    .isNotEqualTo("true");
            assumeTrue(false, "../shared/" + relative + " is not here, so the list of ids cannot be compared");
        }
        return path;
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
