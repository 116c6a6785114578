package io.moult.suit.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.ComponentMetadata;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.process.Handling;
import io.moult.suit.process.RecipientView;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.RefusalReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-ietf-suit-update-management-14 section 8: no component leads out of the directory; R81, R104, R127. */
class DirectoryRecipientTest {
    private static final ComponentId A = ComponentId.of("a");
    private static final ComponentId B = ComponentId.of("b");

    @TempDir
    private Path home;

    @Test
    void component_ofAnyOctets_isOneFileInTheDirectoryAndNoOther() throws IOException {
        Path directory = home.resolve("device");
        DirectoryRecipient device = open(directory);
        List<ComponentId> hostile = List.of(
                ComponentId.of(".."),
                ComponentId.of("..", "outside"),
                ComponentId.of("../outside"),
                ComponentId.of("/etc", "passwd"),
                ComponentId.of("."),
                ComponentId.of(""),
                new ComponentId(List.of()),
                ComponentId.of("", ""),
                ComponentId.of("a/b"),
                ComponentId.of("a", "b"),
                ComponentId.of("a+b"),
                ComponentId.of("A", "b"),
                ComponentId.of("^a", "b"),
                ComponentId.of("_41"),
                ComponentId.of("STATE.json"),
                ComponentId.of("REPORT.cbor"),
                ComponentId.of("a".repeat(300)),
                ComponentId.of("a".repeat(299), "b"),
                new ComponentId(List.of(Bytes.ofHex("00"))),
                new ComponentId(List.of(Bytes.ofHex("5c2e2e5c"))));

        for (ComponentId component : hostile) {
            assertThat(device.write(component, Scene.text(component.toString()), Handling.PLAIN))
                    .isEmpty();
        }

        for (ComponentId component : hostile) {
            assertThat(device.read(component, 0, 1000)).isEqualTo(Scene.text(component.toString()));
        }
        try (var files = Files.list(home)) {
            assertThat(files).as("nothing outside").containsExactly(directory);
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(hostile.size());
        }
    }

    /** A private enterprise number stands for a vendor ID of its own (draft-ietf-suit-manifest-37 section 8.4.8.2). */
    @Test
    void vendorNumber_ofTheConfiguredVendor_isItsOwn() throws IOException {
        Bytes number = Bytes.ofHex("8201");
        RecipientIdentity numbered = new RecipientIdentity(
                Optional.of(Identifiers.vendorIdOfNumber(number)), Optional.empty(), Optional.empty());
        DirectoryRecipient device =
                DirectoryRecipient.open(home.resolve("numbered"), numbered, Surroundings.NONE, List.of());

        assertThat(device.isOfVendorNumber(A, number)).isTrue();
        assertThat(device.isOfVendorNumber(A, Bytes.ofHex("8202"))).isFalse();
        assertThat(open(home.resolve("any")).isOfVendorNumber(A, number))
                .as("a recipient that was told nothing is of every vendor")
                .isTrue();
    }

    @Test
    void fileNames_ofRandomIdentifiers_areDifferentAndPlain() {
        Random random = new Random(20);
        Set<ComponentId> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] part = new byte[random.nextInt(4)];
            random.nextBytes(part);
            ComponentId id = new ComponentId(
                    random.nextBoolean()
                            ? List.of(Bytes.copyOf(part))
                            : List.of(Bytes.copyOf(part), Scene.text("" + (char) ('.' + random.nextInt(70)))));
            if (ids.add(id)) {
                String name = ComponentFileName.of(id);
                assertThat(names.add(name.toLowerCase(Locale.ROOT)))
                        .as("%s has the name %s of another", id, name)
                        .isTrue();
                assertThat(name).matches("[a-z0-9_^~+-][a-z0-9_^~+.-]*");
            }
        }
    }

    @Test
    void symbolicLink_inThePlaceOfAComponent_isNeitherReadNorWrittenThrough() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "secret");
        Path directory = Files.createDirectory(home.resolve("device"));
        Files.createSymbolicLink(directory.resolve("a"), secret);
        DirectoryRecipient device = open(directory);

        assertThat(device.read(A, 0, 100)).isEqualTo(Bytes.EMPTY);
        assertThat(device.copy(A, B, OptionalLong.empty(), Handling.PLAIN)).isPresent();
        device.write(A, Scene.text("new"), Handling.PLAIN);

        assertThat(secret).hasContent("secret");
        assertThat(directory.resolve("a")).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(directory.resolve("a"))).isFalse();
    }

    /** draft-ietf-suit-update-management-14 section 4.5: no local time, and no word of how others are asked. */
    @Test
    void waitEvent_thatNobodyHereCanTell_isNotSupported() throws IOException {
        DirectoryRecipient device = open(home);
        WaitEvent other = new WaitEvent.OtherDeviceVersion(
                Bytes.ofHex("01"), List.of(new VersionMatch(VersionMatch.Comparison.EQUAL, Version.parse("1"))));

        assertThat(device.arrival(new WaitEvent.TimeOfDay(60, WaitEvent.Clock.LOCAL)))
                .isEqualTo(RecipientView.Arrival.UNSUPPORTED);
        assertThat(device.arrival(new WaitEvent.DayOfWeek(1, WaitEvent.Clock.LOCAL)))
                .isEqualTo(RecipientView.Arrival.UNSUPPORTED);
        assertThat(device.arrival(other)).isEqualTo(RecipientView.Arrival.UNSUPPORTED);
        assertThat(device.arrival(new WaitEvent.Time(1))).isEqualTo(RecipientView.Arrival.UNSUPPORTED);
        assertThat(device.arrival(new WaitEvent.Power(1))).isEqualTo(RecipientView.Arrival.PENDING);
    }

    /** The same, section 8: what a manifest says of rights gives nobody any. */
    @Test
    void metadata_thatGrantsEverything_grantsNothing() throws IOException {
        ComponentMetadata everything = new ComponentMetadata(
                Optional.of(new ComponentMetadata.Permissions(ComponentMetadata.Permissions.ALL_BITS)),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.of(1L),
                Optional.empty(),
                Optional.of(new ComponentMetadata.Actor.ByName("root")));
        DirectoryRecipient device = open(home);
        device.write(A, Scene.text("plain"), Handling.PLAIN);

        device.write(B, Scene.text("plain"), new Handling(Optional.empty(), Optional.empty(), Optional.of(everything)));

        assertThat(Files.getPosixFilePermissions(home.resolve("b")))
                .isEqualTo(Files.getPosixFilePermissions(home.resolve("a")));
        assertThat(Files.getOwner(home.resolve("b"))).isEqualTo(Files.getOwner(home.resolve("a")));
    }

    @Test
    void payload_longerThanItMayBe_leavesWhatWasThere() throws IOException {
        DirectoryRecipient device = open(home);
        device.write(A, Scene.text("old"), Handling.PLAIN);

        var refused = device.store(
                A,
                new ByteArrayInputStream("too long".getBytes(StandardCharsets.UTF_8)),
                Handling.PLAIN,
                OptionalLong.of(3));

        assertThat(refused.orElseThrow().reason()).isEqualTo(RefusalReason.IMAGE_SIZE);
        assertThat(device.read(A, 0, 100)).isEqualTo(Scene.text("old"));
        assertThat(home.resolve("a.NEW")).doesNotExist();
    }

    @Test
    void state_isThereAgainAfterARestart() throws IOException {
        DirectoryRecipient device = open(home);
        Manifest manifest = Scene.manifest(Scene.sequence(), "a")
                .version(Version.parse("1.2.3"))
                .componentId(B)
                .build();
        device.link(A, B);
        device.link(A, ComponentId.of("c"));
        device.installed(manifest, Digest.sha256(Bytes.EMPTY));

        DirectoryRecipient again = open(home);

        assertThat(again.holders(A)).containsExactlyInAnyOrder(B, ComponentId.of("c"));
        assertThat(again.minimumSequenceNumber(manifest)).isEqualTo(2);
        assertThat(again.mayInstallAgain(manifest, Digest.sha256(Bytes.EMPTY))).isTrue();
        assertThat(again.mayInstallAgain(manifest, Digest.sha256(Bytes.ofHex("00"))))
                .isFalse();
        assertThat(again.version(A)).contains(Version.parse("1.2.3"));
        assertThat(again.unlink(A, B)).isFalse();
        assertThat(again.unlink(A, B)).as("given up twice").isFalse();
        assertThat(open(home).unlink(A, ComponentId.of("c"))).isTrue();
    }

    @Test
    void swap_cutShortBehindAnyStep_isWholeAfterARestart() throws IOException {
        for (int done = 0; done <= 2; done++) {
            Path directory = Files.createDirectory(home.resolve("swap" + done));
            AtomicFiles files = new AtomicFiles(directory);
            files.replace("a", bytes("one"));
            files.replace("b", bytes("other"));
            StagedFiles staged = new StagedFiles(files);
            staged.exchange("a", "b");
            RecipientState.open(files).write(staged.changes());
            if (done > 0) {
                files.move("a.STAGED", "a");
            }
            if (done > 1) {
                files.move("b.STAGED", "b");
            }

            DirectoryRecipient device = open(directory);

            assertThat(device.read(A, 0, 100)).as("behind %s", done).isEqualTo(Scene.text("other"));
            assertThat(device.read(B, 0, 100)).as("behind %s", done).isEqualTo(Scene.text("one"));
        }
    }

    /** Killed anywhere before, the old is there; from the record of it on, the new: sequence numbers and all. */
    @Test
    void changes_killedBeforeTheyCount_leaveTheDirectoryAsItWas() throws IOException {
        DirectoryRecipient device = open(home);
        device.write(A, Scene.text("old"), Handling.PLAIN);
        device.write(B, Scene.text("kept"), Handling.PLAIN);
        Manifest manifest = Scene.manifest(Scene.sequence(), "a").build();
        String before = files();

        DirectoryRecipient killed = open(home);
        killed.begin();
        killed.write(A, Scene.text("new"), Handling.PLAIN);
        killed.swap(A, B);
        killed.remove(A);
        killed.link(A, B);
        killed.installed(manifest, Digest.sha256(Bytes.EMPTY));

        assertThat(killed.read(B, 0, 100)).as("seen by what runs").isEqualTo(Scene.text("new"));
        assertThat(killed.sizeBytes(A)).isEqualTo(OptionalLong.of(0));
        DirectoryRecipient again = open(home);
        assertThat(again.read(A, 0, 100)).isEqualTo(Scene.text("old"));
        assertThat(again.read(B, 0, 100)).isEqualTo(Scene.text("kept"));
        assertThat(again.minimumSequenceNumber(manifest)).isZero();
        assertThat(again.unlink(A, B)).as("nobody counts on it").isTrue();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void changes_abandoned_leaveTheDirectoryAsItWas_andTheNextOnesCount() throws IOException {
        DirectoryRecipient device = open(home);
        device.write(A, Scene.text("old"), Handling.PLAIN);
        String before = files();

        device.begin();
        device.write(A, Scene.text("new"), Handling.PLAIN);
        device.link(A, B);
        device.abandon();

        assertThat(device.read(A, 0, 100)).isEqualTo(Scene.text("old"));
        assertThat(files()).isEqualTo(before);
        device.begin();
        device.write(A, Scene.text("next"), Handling.PLAIN);
        device.link(A, B);
        device.commit();
        assertThat(open(home).read(A, 0, 100)).isEqualTo(Scene.text("next"));
        assertThat(open(home).holders(A)).containsExactly(B);
    }

    @Test
    void changes_killedWhileTheyAreCarriedOut_areCompletedWhenItIsOpened() throws IOException {
        for (int done = 0; done <= 2; done++) {
            Path directory = Files.createDirectory(home.resolve("kill" + done));
            AtomicFiles files = new AtomicFiles(directory);
            files.replace("a", bytes("old"));
            files.replace("b", bytes("to be removed"));
            files.replace("a.STAGED", bytes("new"));
            RecipientState.open(files).write(new StagedFiles.Changes(List.of("a"), List.of("b")));
            if (done > 0) {
                files.move("a.STAGED", "a");
            }
            if (done > 1) {
                files.delete("b");
            }

            DirectoryRecipient device = open(directory);

            assertThat(device.read(A, 0, 100)).as("behind %s", done).isEqualTo(Scene.text("new"));
            assertThat(directory.resolve("b")).doesNotExist();
            assertThat(directory.resolve("STATE.json")).content().doesNotContain("underWay");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"underWay\": {\"replaced\": [\"../x\"]}}"})
    void state_thatIsBroken_isNotTakenForNone(String content) throws IOException {
        Files.writeString(home.resolve("STATE.json"), content);

        assertThatThrownBy(() -> open(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("STATE.json in it is broken")
                .message()
                .hasLineCount(1);
    }

    /** The names and contents of all files. */
    private String files() throws IOException {
        StringBuilder text = new StringBuilder();
        try (var all = Files.list(home)) {
            for (Path file : all.sorted().toList()) {
                text.append(file.getFileName())
                        .append(": ")
                        .append(Files.readString(file))
                        .append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void swap_ofTwoComponents_exchangesThem() throws IOException {
        DirectoryRecipient device = open(home);
        device.write(A, Scene.text("one"), Handling.PLAIN);
        assertThat(device.swap(A, B)).as("nothing in b").isPresent();
        device.write(B, Scene.text("other"), Handling.PLAIN);

        assertThat(device.swap(A, B)).isEmpty();

        assertThat(device.read(A, 0, 100)).isEqualTo(Scene.text("other"));
        assertThat(device.read(B, 0, 100)).isEqualTo(Scene.text("one"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DirectoryRecipient open(Path directory) throws IOException {
        return DirectoryRecipient.open(directory, RecipientIdentity.ANY, Surroundings.NONE, List.of());
    }
}
