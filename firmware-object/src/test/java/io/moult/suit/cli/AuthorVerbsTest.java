package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.author.KeySet;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestAuthor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code manifest create} and {@code manifest sever}: R85, REQ.USE.MFST.TEXT. */
class AuthorVerbsTest extends AuthorsWorkshop {

    /** Every section, command and parameter at least once. */
    private static final String EVERYTHING = """
            sequence: 18446744073709551615
            version: 2.0.0-rc.1
            reference-uri: https://example.com/M.suit
            manifest-component: here
            components: [main, [flash, "h'01'"], dep.suit]
            dependencies: [{component: dep.suit, prefix: dep}]
            coswid: {file: inventory.cbor}
            shared:
              - set-component-index: main
              - override-parameters:
                  vendor-identifier: {enterprise-number: "8216"}
                  class-identifier: 1492af14-2569-5e48-bf42-9b2d51f2ab45
                  device-identifier: 9ad1b9ed-7b9e-47b7-9e3b-b56ef70eba0b
                  image-digest: {file: NEW.bin, algorithm: sha-512}
                  image-size: {file: NEW.bin}
              - vendor-identifier: 15
              - class-identifier: [record-success, sysinfo-failure]
              - device-identifier
              - set-component-index: dep.suit
              - override-parameters: {image-digest: {manifest-of: dep.suit}}
            dependency-resolution:
              - set-component-index: dep.suit
              - set-parameters: {uri: "#dep.suit"}
              - fetch
              - is-dependency
              - dependency-integrity
              - process-dependency
            payload-fetch:
              - set-component-index: flash/h'01'
              - override-parameters: {uri: "https://example.com/NEW.bin", fetch-arguments: "h'00'"}
              - fetch: record-failure
              - override-parameters: {update-priority: -1, wait-info: {time: 2027-01-01T00:00:00Z, authorization: 1, power: 2,
                  network: 3, time-of-day: 60, day-of-week: 1, time-of-day-utc: 61, day-of-week-utc: 2,
                  other-device-version: {device: "h'07'", versions: [">= 2", "< 3.0-beta"]}}}
              - wait
              - update-authorized
            candidate-verification:
              - set-component-index: all
              - override-multiple: {0: {version: ">= 1.10"}, 1: {use-before: 1900000000, minimum-battery: 50}}
              - version
              - use-before
              - minimum-battery
            install:
              - set-component-index: [main, 1]
              - try-each:
                  - - override-parameters: {component-slot: 0, soft-failure: true}
                    - component-slot
                  - - abort
                  - nothing
              - set-component-index: main
              - run-sequence:
                  - override-parameters: {strict-order: true, source-component: flash/h'01'}
                  - copy
                  - swap
              - override-parameters: {content: "hello", component-metadata: {permissions: 7, users: {alice: 1, 12: 2},
                  groups: {"h'aa'": 4}, roles: {9ad1b9ed-7b9e-47b7-9e3b-b56ef70eba0b: 1}, file-type: regular,
                  modified: 1900000000, created: 2026-01-01T00:00:00Z, creator: bob}, -301: true}
              - write
              - check-content
              - set-component-index: 1
              - copy-params: {main: [uri]}
              - -300: h'0102'
            validate:
              - set-component-index: main
              - override-parameters: {security-counter: 4}
              - image-match
              - image-not-match
            load:
              - set-component-index: main
              - copy
            invoke:
              - set-component-index: main
              - override-parameters: {invoke-args: "h'a0'"}
              - invoke
            uninstall:
              - set-component-index: main
              - unlink
            text:
              en: {manifest-description: All of it., json-source: "x", yaml-source: "y",
                components: {main: {vendor-name: E, model-name: s, vendor-domain: example.com, model-info: i,
                  description: d, version: "1", version-required: ">=1", current-version: "1"}}}
            severable: [dependency-resolution, payload-fetch, candidate-verification, install, text, coswid]
            payloads: {"#dep.suit": dep.suit}
            """;

    @Test
    void exampleOfThePage_isCreatedSignedVerifiedAndInstalled() throws IOException {
        create(examples().group(1), manifest);

        Moult.Result unsigned = Moult.run("manifest", "verify", manifest, "--trust", keys);
        Moult.Result signed = ok(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "author"));
        Moult.Result verified = Moult.run("manifest", "verify", manifest, "--trust", keys, "--one-image");
        Moult.Result shown = ok(Moult.run("manifest", "show", manifest));
        ok(Moult.run("manifest", "process", manifest, "--trust", keys, "--recipient", home.resolve("device")));

        assertThat(unsigned.out()).startsWith("refused no-signature: ");
        assertThat(signed.out()).contains("signed with ESP256 (-9), key ", ", as author");
        assertThat(verified.out()).startsWith("accepted ").contains("version 2.0.0, sequence 3");
        assertThat(shown.out()).contains("as author", "update description: Mends the clock.");
        assertThat(home.resolve("device").resolve("main")).hasContent(IMAGE);
    }

    /** The author is told what a device would only find out. */
    @Test
    void payload_thatIsMissingOrThatNobodyFetches_isNoted() throws IOException {
        String yaml = examples().group(1);
        create(yaml.substring(0, yaml.indexOf("payloads:")), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));
        TestAuthor author = new TestAuthor();
        Path trusted =
                Files.write(home.resolve("a.der"), author.keys().getPublic().getEncoded());
        Path other = Files.write(
                home.resolve("OTHER.suit"),
                Bytes.ofHex(author.envelope(Scene.installing(1, Scene.MATCH), "#other", 1)
                                        .hex()
                                + "00")
                        .toArray());

        assertThat(ok(Moult.run("manifest", "verify", manifest, "--trust", keys))
                        .out())
                .contains("#image is fetched, and there is no such payload in the envelope");
        assertThat(ok(Moult.run("manifest", "verify", other, "--trust", trusted))
                        .out())
                .contains("nothing in the manifest fetches the payload #other");
    }

    @Test
    void store_withACertificateUnderANameThatIsNotLookedFor_isRefusedWithTheRightOne() throws IOException {
        Path store = Files.createDirectory(home.resolve("STORE"));
        String fingerprint = KeySet.read(keys).trustAnchor().keyId().hex();
        Files.copy(keys.resolve("certificate.der"), store.resolve(fingerprint));
        create(examples().group(1), manifest);

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "verify", manifest, "--trust", store),
                1,
                "has the file " + fingerprint
                        + ": certificates are named by their fingerprint, in small letters, and .der.");
    }

    @Test
    void createAndSign_twice_giveTheSameOctets() throws IOException {
        Path again = home.resolve("AGAIN.suit");
        create(examples().group(1), manifest);
        create(examples().group(1), again);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));
        ok(Moult.run("manifest", "sign", again, "--key", keys));

        assertThat(manifest).hasSameBinaryContentAs(again);
    }

    @Test
    void create_ofEverythingThatThereIs_isUnderstood() throws IOException {
        create(examples().group(1), home.resolve("dep.suit"));
        Files.write(home.resolve("inventory.cbor"), new byte[] {(byte) 0xa0});
        create(EVERYTHING, manifest);

        String shown = ok(Moult.run("manifest", "show", manifest)).out();
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));
        Moult.Result verified = Moult.run("manifest", "verify", manifest, "--trust", keys);

        assertThat(verified.out()).startsWith("accepted ");
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", keys, "--min-sequence", "1")
                        .out())
                .as("what is for private use, a device has to know")
                .startsWith("refused unsupported-");
        assertThat(shown)
                .contains("depends on        the manifest in dep.suit, for the components under dep")
                .contains("itself            is component here")
                .contains("check that the battery is charged enough")
                .contains("custom-command(-300)")
                .contains("greater or equal 1.10")
                .contains("2027-01-01T00:00:00Z")
                .contains("- nothing")
                .contains("set uri as for main")
                .doesNotContain("(unknown)");
    }

    @Test
    void sever_keepsTheSignature() throws IOException {
        create(examples().group(1).replace("severable: [text]", "severable: [text, install]"), manifest);
        ok(Moult.run("manifest", "sign", manifest, "--key", keys));

        ok(Moult.run("manifest", "sever", manifest, "--part", "text"));
        Moult.Result shown = Moult.run("manifest", "show", manifest);
        Moult.Result again = Moult.run("manifest", "sever", manifest, "--part", "text");
        ok(Moult.run("manifest", "sever", manifest));

        assertThat(shown.out()).doesNotContain("Mends the clock").contains("fetch the payload");
        KeysAndReleaseTest.assertFails(again, 1, "has no text beside its manifest");
        assertThat(Moult.run("manifest", "verify", manifest, "--trust", keys).out())
                .startsWith("accepted ");
        assertThat(Moult.run("manifest", "show", manifest).out())
                .contains("install           severed, and not in this envelope");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sequence: 3                     | seq: 3                       | unknown member "seq" of the description
            sequence: 3                     | sequence: soon               | sequence: "soon" is not a number from 0 on.
            version: 2.0.0                  | version: two                 | is not numbers separated by dots
            {file: NEW.bin}                 | {file: none.bin}             | none.bin: there is no such file.
            - fetch                         | - fetsh                      | there is no command "fetsh".
            - fetch                         | - try-each                   | try-each needs an argument.
            - fetch                         | - set-component-index: other | there is no component other.
            {uri: "#image"}                 | {url: "#image"}              | there is no parameter "url".
            {uri: "#image"}                 | {uri: "#imgae"}              | payload #image: nothing in the manifest fetches it.
            severable: [text]               | severable: [validate]        | severable: there is no "validate"
            severable: [text]               | severable: [load]            | there is no "load"
            update-description              | description                  | unknown text "description"
            components: [main]              | components: []               | is refused as
            components: [main]              | components: main             | components is to be a list.
            sequence: 3                     | sequence: [3                 | no YAML:
            """)
    void descriptionWithAFault_getsOneSentence(String good, String bad, String sentence) throws IOException {
        Path description =
                Files.writeString(home.resolve("D.yaml"), examples().group(1).replace(good.strip(), bad.strip()));

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "create", description, "--out", manifest), 1, sentence.strip());
        assertThat(manifest).doesNotExist();
    }

    @Test
    void verbs_withFilesThatAreNone_sayWhich() throws IOException {
        create(examples().group(1), manifest);
        Path none = home.resolve("none");

        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "create", none, "--out", home.resolve("x")), 1, "none: there is no such file.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "create", home.resolve("D.yaml"), "--out", manifest), 1, "exists already");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", none, "--key", keys), 1, "none: there is no such file.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", manifest, "--key", none), 1, "none: there is no such file.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", manifest, "--key", home.resolve("NEW.bin")),
                1,
                "NEW.bin is not a private key of a supported kind.");
        KeysAndReleaseTest.assertFails(
                Moult.run("manifest", "sign", home.resolve("NEW.bin"), "--key", keys), 1, "not a SUIT envelope.");
        KeysAndReleaseTest.assertFails(Moult.run("manifest", "sever", none), 1, "none: there is no such file.");
        assertThat(Moult.run("manifest", "sign", manifest).status()).isEqualTo(2);
        assertThat(Moult.run("manifest", "sign", manifest, "--role", "author").err())
                .contains("--key KEY is needed");
        assertThat(Moult.run("manifest", "sign", manifest, "--key", keys, "--role", "boss")
                        .status())
                .isEqualTo(2);
        assertThat(Moult.run("manifest", "sever", manifest, "--part", "validate")
                        .status())
                .isEqualTo(2);
    }
}
