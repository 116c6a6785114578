package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that never leaves a token of SoftHSM signs a manifest: the set-up of {@code docs/author.md}. REQ.SEC.KEY.PROTECTION. SoftHSM reads its
 * configuration from the environment, so each verb runs in a process of its own.
 */
class Pkcs11VerbTest {
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));

    @TempDir
    private Path home = Path.of("set by JUnit");

    private Path module = Path.of("set below");
    private Path manifest = Path.of("set below");

    private record Outcome(int status, String output) {}

    @BeforeEach
    void prepare() throws Exception {
        module = module();
        Files.createDirectory(home.resolve("tokens"));
        Files.writeString(home.resolve("softhsm2.conf"), "directories.tokendir = " + home.resolve("tokens") + "\n");
        manifest = home.resolve("M.suit");
        Files.writeString(home.resolve("NEW.bin"), "This is a real firmware image.");
        Files.writeString(home.resolve("D.yaml"), AuthorsWorkshop.examples().group(1));
        assertThat(Moult.run("manifest", "create", home.resolve("D.yaml"), "--out", manifest)
                        .status())
                .isZero();
        ok(run(List.of(
                "softhsm2-util", "--init-token", "--free", "--label", "other", "--pin", "9999", "--so-pin", "0000")));
        ok(run(List.of(
                "softhsm2-util", "--init-token", "--free", "--label", "moult", "--pin", "1234", "--so-pin", "0000")));
        makeKey("signing");
    }

    @Test
    void keyInAToken_signs_andItsCertificateIsBelieved() throws Exception {
        ok(sign("pkcs11:token=moult;object=signing?module-path=" + module + "&pin-value=1234"));
        ok(keytool(
                "-exportcert",
                "-alias",
                "signing",
                "-file",
                home.resolve("author.der").toString()));

        Moult.Result verified = Moult.run("manifest", "verify", manifest, "--trust", home.resolve("author.der"));
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
        Outcome byToken = run(List.of(
                java("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                Moult.class.getName(),
                "manifest",
                "verify",
                manifest.toString(),
                "--trust",
                "pkcs11:token=moult;object=signing?module-path=" + module + "&pin-value=1234"));
        ok(byToken);
        assertThat(byToken.output()).startsWith("accepted ");
    }

    @Test
    void pin_fromAFile_isTaken_andTheOnlyKeyNeedsNoName() throws Exception {
        Path pin = Files.writeString(home.resolve("pin"), "1234\n");

        Outcome signed = sign("pkcs11:token=moult?module-path=" + module + "&pin-source=file:" + pin);

        ok(signed);
        assertThat(signed.output()).contains("ESP256 (-9)");
    }

    @Test
    void uriThatFitsNoKey_getsOneSentenceWithoutThePin() throws Exception {
        String query = "?module-path=" + module + "&pin-value=1234";

        refused(sign("pkcs11:token=none;object=signing" + query), "names a token that is not there.");
        refused(sign("pkcs11:token=moult;object=none" + query), "names a key that is not in the token");
        refused(sign("pkcs11:object=signing" + query), "tokens: name one by its serial or slot-id.");
        refused(sign("pkcs11:token=moult;object=signing?module-path=" + module + "&pin-value=4321"), "refuses the PIN");
        refused(sign("pkcs11:token=moult;object=signing?pin-value=1234"), "add ?module-path=");
        refused(sign("pkcs11:token=moult;object=signing?module-path=" + module), "there is no PIN");
    }

    private static void refused(Outcome outcome, String sentence) {
        assertThat(outcome.status()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output())
                .contains(sentence)
                .doesNotContain("1234")
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    private void makeKey(String alias) throws Exception {
        ok(keytool("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-alias", alias, "-dname", "CN=author"));
    }

    private Outcome keytool(String... words) throws Exception {
        // by its place in the list of slots: the JDK's tool knows no labels
        for (int slot = 0; slot < 2; slot++) {
            Path config = Files.writeString(
                    home.resolve("java-" + slot + ".conf"),
                    "name = moult\nlibrary = " + module + "\nslotListIndex = " + slot + "\n");
            List<String> command = new ArrayList<>(List.of(java("keytool")));
            command.addAll(List.of(words));
            command.addAll(List.of(
                    "-storetype",
                    "PKCS11",
                    "-keystore",
                    "NONE",
                    "-storepass",
                    "1234",
                    "-providerClass",
                    "sun.security.pkcs11.SunPKCS11",
                    "-providerArg",
                    config.toString()));
            Outcome outcome = run(command);
            if (outcome.status() == 0) {
                return outcome;
            }
        }
        return fail("keytool finds the key in no slot");
    }

    private Outcome sign(String uri) throws Exception {
        return run(List.of(
                java("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                Moult.class.getName(),
                "manifest",
                "sign",
                manifest.toString(),
                "--key",
                uri));
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home", ""), "bin", tool).toString();
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        Path log = home.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("SOFTHSM2_CONF", home.resolve("softhsm2.conf").toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("MOULT_PIN");
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command.get(0) + " does not end: " + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log).strip());
    }

    private static void ok(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    /** SoftHSM's module; skipped without one, and a failure under CI=true. */
    private static Path module() {
        String why = "softhsm2-util is not installed: apt-get install softhsm2";
        boolean tool = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "softhsm2-util")));
        return MODULES.stream()
                .filter(file -> tool && Files.isReadable(file))
                .findFirst()
                .orElseGet(() -> "true".equals(System.getenv("CI")) ? fail(why) : abort(why));
    }
}
