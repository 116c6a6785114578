package io.moult.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moult.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @EnumSource
    void verb_askedForHelp_showsItAndEndsWith0(Verb verb) {
        int status = run(verb.label(), "--help");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("Usage: moult " + verb.label());
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void verb_unknownOption_isMisuseInOneSentenceWithoutTrace(Verb verb) {
        int status = run(verb.label(), "--no-such-option");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("\tat ").contains("--help");
    }

    @Test
    void help_ofTheWhole_namesEveryVerb() {
        int status = run("--help");

        assertThat(status).isZero();
        for (Verb verb : Verb.values()) {
            assertThat(out.toString()).contains("\n  " + verb.label());
        }
    }

    @Test
    void verb_unknown_isMisuseWithTheNearestOne() {
        int status = run("devics");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("no verb \"devics\"")
                .contains("did you mean \"device")
                .contains("--help");
    }

    @Test
    void verb_unknown_isMisuseAlsoWhenHelpIsAskedFor() {
        assertThat(run("nonsense", "--help")).isEqualTo(2);
        assertThat(err.toString()).contains("no verb \"nonsense\"");
    }

    @Test
    void verb_missing_isMisuse() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("a verb is missing");
    }

    @Test
    void version_isThatOfThePom() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("moult.root"), "pom.xml"));

        run("--version");

        assertThat(out.toString()).contains("moult " + Version.NUMBER);
        assertThat(pom).contains("<version>" + Version.NUMBER + "</version>");
    }

    @ParameterizedTest
    @EnumSource
    void version_ofEachVerb_isThatOfTheWhole(Verb verb) {
        assertThat(run(verb.label(), "-V")).isZero();
        assertThat(out.toString()).startsWith("moult " + Version.NUMBER);
        CommandLine command = Objects.requireNonNull(
                Main.commandLine(verb.label()).getSubcommands().get(verb.label()));
        for (String subcommand : command.getSubcommands().keySet()) {
            out.getBuffer().setLength(0);
            assertThat(run(verb.label(), subcommand, "-V")).as(subcommand).isZero();
            assertThat(out.toString()).as(subcommand).startsWith("moult " + Version.NUMBER);
        }
    }

    @Test
    void version_inFull_isThatOfTheWholeButForAReleaseItsOwn() {
        assertThat(run("keys", "init", "--version")).isZero();
        assertThat(out.toString()).startsWith("moult " + Version.NUMBER);
        assertThat(run("release", "--version")).isEqualTo(2);
    }

    @Test
    void error_asJson_isAnObjectWithTheSentence() throws IOException {
        int status = run("boot", "state", "--json", "--data", "/nowhere/at/all");

        assertThat(status).isEqualTo(1);
        JsonNode error = new ObjectMapper().readTree(out.toString()).path("error");
        assertThat(error.path("name").asText()).isEqualTo("unusable-file");
        assertThat(err.toString().strip())
                .isEqualTo("moult: " + error.path("sentence").asText());
    }

    @Test
    void misuse_asJson_isAnObjectWithTheSentence() throws IOException {
        int status = run("devices", "--json", "--nonsense");

        assertThat(status).isEqualTo(2);
        JsonNode error = new ObjectMapper().readTree(out.toString()).path("error");
        assertThat(error.path("name").asText()).isEqualTo("misuse");
        assertThat(err.toString()).contains(error.path("sentence").asText());
    }

    @Test
    void error_notAskedForAsJson_isOnStandardErrorAlone() {
        assertThat(run("boot", "state", "--data", "/nowhere/at/all")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void exception_thatNobodyCaught_becomesOneSentenceAndStatus1() {
        int status = runFailing("fails");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("moult: /nowhere/update.suit: there is no such file or directory.");
    }

    @Test
    void exception_withDebug_alsoShowsWhereItCameFrom() {
        int status = runFailing("fails", "--debug");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("    at io.moult.demo.cli.MainTest$Failing.call");
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private int runFailing(String... arguments) {
        CommandLine moult = Main.commandLine();
        moult.addSubcommand("fails", new CommandLine(new Failing()));
        return moult.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Command(name = "fails")
    private static final class Failing implements java.util.concurrent.Callable<Integer> {
        @Override
        public Integer call() throws IOException {
            throw new NoSuchFileException("/nowhere/update.suit");
        }
    }
}
