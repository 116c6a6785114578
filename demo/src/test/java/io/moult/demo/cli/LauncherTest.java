package io.moult.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code moult} in a checkout of its own, with a stand-in for Maven that writes down its calls. */
class LauncherTest {
    private static final String JAR = "demo/target/demo-0.1.0-runnable.jar";

    private record Outcome(int status, String output) {}

    @TempDir
    Path directory;

    private Path checkout;
    private Path tools;
    private Path calls;

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("a check out"));
        tools = Files.createDirectories(directory.resolve("tools"));
        calls = directory.resolve("calls");
        Files.copy(Path.of(System.getProperty("moult.root"), "moult"), checkout.resolve("moult"));
        assertThat(checkout.resolve("moult").toFile().setExecutable(true)).isTrue();
        for (String source : List.of("pom.xml", "demo/pom.xml", "demo/src/main/java/A.java")) {
            Files.createDirectories(checkout.resolve(source).getParent());
            Files.writeString(checkout.resolve(source), "source");
        }
        age(checkout, -60);
        echoJar(directory.resolve("echo.jar"));
        maven("3.9.9", "mkdir -p demo/target && cp ../echo.jar " + JAR);
    }

    @Test
    void verb_withoutAJar_buildsOnceSaysSoAndRuns() throws Exception {
        Outcome outcome = launch("device", "--help");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).contains("building …").contains("ran [device, --help]");
        assertThat(builds()).hasSize(1);
        assertThat(builds().get(0)).contains("-q").contains("-Dquick").endsWith("package");
    }

    @Test
    void verb_withNothingStale_runsWithoutMaven() throws Exception {
        launch("--help");

        Outcome outcome = launch("devices", "a b");

        assertThat(outcome.output().strip()).isEqualTo("ran [devices, a b]");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void verb_afterASourceWasTouched_buildsAgain() throws Exception {
        launch("--help");
        Files.setLastModifiedTime(
                checkout.resolve("demo/src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        launch("--help");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void verb_afterASourceWasDeleted_buildsAgain() throws Exception {
        launch("--help");
        Files.delete(checkout.resolve("demo/src/main/java/A.java"));
        Files.setLastModifiedTime(
                checkout.resolve("demo/src/main/java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        launch("--help");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void verb_throughASymbolicLinkFromElsewhere_findsItsCheckout() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("my moult"), checkout.resolve("moult"));

        Outcome outcome = run(Map.of(), directory, link.toString(), "keys");

        assertThat(outcome.output()).contains("ran [keys]");
    }

    @Test
    void build_thatFails_showsTheEndOfItsOutputAndEndsWith1() throws Exception {
        maven("3.9.9", "echo 'A.java:[1,1] no such class'; exit 1");

        Outcome outcome = launch("demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("no such class").contains("the build failed");
    }

    @Test
    void build_withAMavenTooOld_saysHowToGetANewerOne() throws Exception {
        maven("3.6.3", "exit 1");

        Outcome outcome = launch("demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("needs Maven 3.8 or newer, this is 3.6")
                .contains("apt-get install maven");
    }

    @Test
    void build_withoutMaven_saysHowToGetIt() throws Exception {
        Files.delete(tools.resolve("mvn"));
        Path bare = bareToolsWithoutMaven();

        Outcome outcome = run(Map.of("PATH", bare.toString()), checkout, checkout + "/moult", "demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("found no mvn").contains("apt-get install maven");
    }

    @Test
    void java_tooOld_isRefusedInOneSentence() throws Exception {
        Path old = directory.resolve("jdk-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        script(old.resolve("bin/java"), "exit 0");

        Outcome outcome = run(Map.of("JAVA_HOME", old.toString()), checkout, checkout + "/moult", "demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("needs a JDK 17 or newer").contains("is version 11");
    }

    @Test
    void twoAtOnce_withNothingBuilt_buildOnlyOnce() throws Exception {
        maven("3.9.9", "sleep 1; mkdir -p demo/target && cp ../echo.jar " + JAR);
        Process first = start(Map.of(), checkout, checkout + "/moult", "one");
        Process second = start(Map.of(), checkout, checkout + "/moult", "two");

        assertThat(end(first).output()).contains("ran [one]");
        assertThat(end(second).output()).contains("ran [two]");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void test_runsTheWholeSuiteCleanAndPassesOptionsOn() throws Exception {
        Outcome outcome = launch("test", "--no-install", "--nightly", "-Dx=y");

        assertThat(outcome.status()).isZero();
        assertThat(builds())
                .singleElement()
                .satisfies(call -> assertThat(call)
                        .contains("-Dmoult.nightly=true")
                        .contains("-Dx=y")
                        .endsWith("clean verify"));
    }

    @Test
    void test_thatFails_endsWith1() throws Exception {
        maven("3.9.9", "exit 1");

        assertThat(launch("test", "--no-install").status()).isEqualTo(1);
    }

    @Test
    void test_withAWordItDoesNotKnow_isMisuse() throws Exception {
        assertThat(launch("test", "quickly").status()).isEqualTo(2);
        assertThat(builds()).isEmpty();
    }

    private Outcome launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(checkout + "/moult"));
        command.addAll(List.of(arguments));
        return run(Map.of(), directory, command.toArray(String[]::new));
    }

    private Outcome run(Map<String, String> environment, Path where, String... command) throws Exception {
        return end(start(environment, where, command));
    }

    private Process start(Map<String, String> environment, Path where, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome end(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private List<String> builds() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private void maven(String version, String build) throws IOException {
        script(
                tools.resolve("mvn"),
                "case \"$*\" in *-v) echo 'Apache Maven " + version + "'; exit 0;; esac\necho \"$@\" >> '" + calls
                        + "'\n" + build);
    }

    /** The tools that the launcher itself uses, and no Maven among them. */
    private Path bareToolsWithoutMaven() throws IOException {
        Path bare = Files.createDirectories(directory.resolve("bare"));
        for (String tool :
                List.of("bash", "env", "readlink", "dirname", "sed", "head", "find", "tail", "mkdir", "touch")) {
            Path real = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            Path stand = bare.resolve(tool);
            Files.writeString(stand, "#!/bin/sh\nexec " + real + " \"$@\"\n");
            assertThat(stand.toFile().setExecutable(true)).isTrue();
        }
        return bare;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void age(Path root, long seconds) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
            }
        }
    }

    private static void echoJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoMain.class.getName());
        String entry = EchoMain.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                var classFile = EchoMain.class.getResourceAsStream("/" + entry)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(classFile.readAllBytes());
            jar.closeEntry();
        }
    }
}
