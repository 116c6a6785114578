package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.author.KeySet;
import io.moult.suit.testing.ManifestSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code manifest verify --policy}: R92, R113, R114, R115, R124, R135. */
class PolicyVerbTest {
    @TempDir
    private Path directory;

    private Path update = Path.of("set below");

    @BeforeEach
    void prepare() throws IOException {
        Path image = Files.write(directory.resolve("NEW.bin"), ManifestSketch.IMAGE.toArray());
        update = directory.resolve("update.suit");
        Moult.makeKeys(directory.resolve("KEYS"));
        Moult.makeKeys(directory.resolve("OPERATOR"));
        Moult.makeRelease(directory.resolve("KEYS"), image, update);
    }

    @Test
    void policy_thatOneAuthorMeets_accepts() throws IOException {
        Moult.Result result = verify("""
                authorities:
                  - key: KEYS
                    roles: [author]
                    permissions:
                      - components: [main]
                        commands: [fetch]
                """);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).startsWith("accepted ");
    }

    @Test
    void policy_thatAsksForAnOperatorToo_refuses() throws IOException {
        Moult.Result result = verify("""
                operators: 1
                authorities:
                  - {key: KEYS/certificate.der, roles: author}
                  - {key: OPERATOR, roles: operator}
                """);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("refused policy: ").contains("1 author and 1 operator must sign");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            permissions: [{components: other, commands: all}]   | component-unauthorised: | fetch of main is not permitted
            permissions: [{commands: [copy, write]}]            | component-unauthorised: | fetch of main is not permitted
            constraints: {highest-sequence: 1}                  | policy: | not for sequence numbers above 1
            constraints: {not-after: 2020-01-01T00:00:00Z}      | policy: | not valid any more
            constraints: {not-before: 9000000000}               | policy: | not yet valid
            constraints: {vendors: [fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe]} | policy: | not for this vendor
            constraints: {classes: [fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe]} | policy: | not for this class
            """)
    void limitOfAnAuthority_isKept(String limit, String reason, String why) throws IOException {
        Moult.Result result = verify("authorities:\n  - key: KEYS\n    roles: [author]\n    " + limit.strip() + "\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("refused " + reason).contains(why);
    }

    @Test
    void developmentCertificate_inProduction_countsForNothing() throws IOException {
        Moult.Result result = verify("production: true\nauthorities:\n  - {key: KEYS, roles: [author]}\n");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("refused policy: ").contains("only for development");
    }

    @Test
    void authority_byFingerprint_isFoundAmongTheTrusted() throws IOException {
        String fingerprint =
                KeySet.read(directory.resolve("KEYS")).trustAnchor().keyId().hex();
        Path policy = write("authorities:\n  - {fingerprint: " + fingerprint + ", roles: [author]}\n");

        assertThat(Moult.run("manifest", "verify", update, "--policy", policy, "--trust", directory.resolve("KEYS"))
                        .status())
                .isZero();
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--policy", policy),
                1,
                "line 2: no key or certificate that was given to trust has this fingerprint.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'authority: []'                                  | line 1: unknown member "authority" of the description
            'authorities: []'                                | line 1: a policy without authorities lets nothing through.
            'authorities: [{key: KEYS}]'                     | line 1: an item of authorities needs a member "roles".
            'authorities: [{key: KEYS, roles: [boss]}]'      | there is no "boss", but author, operator, provisioning.
            'authorities: [{key: none.der, roles: author}]'  | none.der: there is no such file.
            'authorities: [{key: NEW.bin, roles: author}]'   | NEW.bin is neither a certificate nor a public key
            'authorities: [{roles: author}]'                 | is named by "key" or by "fingerprint"
            'authorities: [{key: KEYS, roles: author, x: 1}]'| unknown member "x" of an item of authorities
            '{authors: -1, authorities: [{key: KEYS, roles: author}]}' | authors: "-1" is not a number from 0 on.
            '{authors: 0, authorities: [{key: KEYS, roles: author}]}'  | nobody has to sign
            '{authors: 3, authorities: [{key: KEYS, roles: author}]}'  | line 1: nobody could meet this policy: 3 must sign as author, each once, and 1 of the authorities is one.
            '{operators: 1, authorities: [{key: KEYS, roles: author}]}' | 1 must sign as operator, each once, and 0 of the authorities are such.
            '{operators: 1, authorities: [{key: KEYS, roles: [author, operator]}]}' | 2 must sign as author or operator, each once
            'authorities: [{key: KEYS, roles: operator}]'    | line 1: nobody could meet this policy: 1 must sign as author
            '{production: yes, authorities: [{key: KEYS, roles: author}]}' | production is to be true or false.
            'authorities: [{key: KEYS, roles: author}, {key: KEYS, roles: operator}]' | the same key is an authority already.
            'authorities: [{key: KEYS, roles: author, permissions: [{commands: [image-match]}]}]' | there is no "image-match"
            'authorities: [{key: KEYS, roles: author, roles: author}]' | member "roles" of an item of authorities is given twice.
            'authorities: ['                                 | line 1: no YAML:
            '- 1'                                            | the description is to have members.
            ''                                               | there is nothing in it.
            """)
    void policyThatIsNone_getsOneSentence(String yaml, String sentence) throws IOException {
        KeysAndReleaseTest.assertFails(verify(yaml == null ? "" : yaml), 1, sentence.strip());
    }

    /** Whoever provisions may add the authors that are missing. */
    @Test
    void policy_withAProvisioningAuthority_mayWaitForItsAuthors() throws IOException {
        assertThat(verify("authorities: [{key: KEYS, roles: provisioning}]").out())
                .startsWith("refused policy: ");
    }

    @Test
    void process_keepsToThePolicyToo() throws IOException {
        Path policy =
                write("operators: 1\nauthorities: [{key: KEYS, roles: author}, {key: OPERATOR, roles: operator}]\n");
        Path device = directory.resolve("device");

        Moult.Result result = Moult.run(
                "manifest",
                "process",
                update,
                "--trust",
                directory.resolve("KEYS"),
                "--policy",
                policy,
                "--recipient",
                device);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("refused policy: ");
        assertThat(device.resolve("main")).doesNotExist();
    }

    @Test
    void verify_withoutTrustOrPolicy_isMisuse() {
        assertThat(Moult.run("manifest", "verify", update).status()).isEqualTo(2);
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", update, "--policy", directory.resolve("none.yaml")),
                1,
                "none.yaml: there is no such file.");
    }

    @Test
    void verify_forADevice_judgesItsOwnId() {
        Moult.Result any = Moult.run(
                "manifest",
                "verify",
                update,
                "--trust",
                directory.resolve("KEYS"),
                "--device",
                UUID.fromString("9ad1b9ed-7b9e-47b7-9e3b-b56ef70eba0b"));

        assertThat(any.out()).as("no condition speaks of one device").startsWith("accepted ");
    }

    private Moult.Result verify(String yaml) throws IOException {
        return Moult.run("manifest", "verify", update, "--policy", write(yaml));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), yaml);
    }
}
