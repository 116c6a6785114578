package io.moult.suit.process;

import static io.moult.suit.testing.Scene.FETCH;
import static io.moult.suit.testing.Scene.INTEGRITY;
import static io.moult.suit.testing.Scene.PROCESS;
import static io.moult.suit.testing.Scene.QUIET;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.content;
import static io.moult.suit.testing.Scene.index;
import static io.moult.suit.testing.Scene.installing;
import static io.moult.suit.testing.Scene.manifest;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.Scene;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Rung;
import io.moult.suit.verify.Verification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules that implementations of SUIT get wrong, as far as no other suite has them: docs/conformance.md lists them all. */
class RulesOthersGetWrongTest {
    private static final UUID DEVICE = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    private final Scene scene = new Scene();

    /** What a stranger signed is refused for the stranger, whatever it is: nobody has looked into it. */
    @Test
    void manifest_thatIsNotAuthentic_isNotParsed() {
        Bytes garbage = Bytes.ofHex("ffff");

        Verification.Refused strangers = refused(scene.verify(new TestAuthor().envelope(garbage)));
        Verification.Refused authors = refused(scene.verify(scene.author.envelope(garbage)));

        assertThat(strangers.refusal().reason()).isEqualTo(RefusalReason.UNKNOWN_SIGNER);
        assertThat(strangers.reached()).isEqualTo(Rung.DIGEST_BOUND);
        assertThat(authors.refusal().reason()).isEqualTo(RefusalReason.MALFORMED);
        assertThat(authors.reached()).isEqualTo(Rung.AUTHENTIC);
    }

    /** All is read and compared, be it another from its first octet on or in its last. */
    @Test
    void checkContent_readsAsMuchWhereverTheDifferenceIs() {
        Bytes wanted = text("0123456789abcdef".repeat(64));
        Manifest manifest = installing(1, override(new Parameter.Content(wanted)), new Condition.CheckContent(QUIET));

        long atTheFirst = octetsReadWith(manifest, wanted, 0);
        long atTheLast = octetsReadWith(manifest, wanted, wanted.length() - 1);

        assertThat(atTheFirst).isEqualTo(atTheLast).isEqualTo(wanted.length());
    }

    private long octetsReadWith(Manifest manifest, Bytes wanted, int difference) {
        byte[] octets = wanted.toArray();
        octets[difference] ^= 1;
        scene.device.put("a", Bytes.wrap(octets));
        scene.device.octetsRead = 0;
        assertThat(scene.install(manifest)).isInstanceOf(Step.Failed.class);
        return scene.device.octetsRead;
    }

    @Test
    void conditions_ofEveryKind_changeNothing() {
        scene.device.put("a", text("x"));
        scene.device.epochSeconds = OptionalLong.of(1);
        scene.device.battery = OptionalLong.of(1);
        scene.device.authorized = true;
        scene.device.deviceId = Optional.of(DEVICE);
        scene.device.versions.put(ComponentId.of("a"), Version.parse("1"));
        Map<ComponentId, Bytes> before = Map.copyOf(scene.device.stored);
        List<Command> conditions = List.of(
                new Condition.VendorIdentifier(QUIET),
                new Condition.ClassIdentifier(QUIET),
                new Condition.DeviceIdentifier(QUIET),
                new Condition.ImageMatch(QUIET),
                new Condition.ImageNotMatch(QUIET),
                new Condition.ComponentSlot(QUIET),
                new Condition.CheckContent(QUIET),
                new Condition.UseBefore(QUIET),
                new Condition.MinimumBattery(QUIET),
                new Condition.UpdateAuthorized(QUIET),
                new Condition.Version(QUIET),
                new Condition.DependencyIntegrity(QUIET),
                new Condition.IsDependency(QUIET),
                Scene.ABORT);
        assertThat(conditions.stream().map(Command::code))
                .as("all that there are")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CommandCode.values())
                        .filter(CommandCode::isCondition)
                        .map(code -> (long) code.code())
                        .toList());

        for (Command condition : conditions) {
            scene.install(installing(
                    1,
                    override(
                            new Parameter.VendorIdentifier(ManifestSketch.VENDOR),
                            new Parameter.ClassIdentifier(ManifestSketch.DEVICE_CLASS),
                            new Parameter.DeviceIdentifier(DEVICE),
                            new Parameter.ImageDigest(Digest.sha256(text("x"))),
                            new Parameter.ImageSize(1),
                            new Parameter.ComponentSlot(0),
                            content("x"),
                            new Parameter.UseBefore(2),
                            new Parameter.MinimumBattery(1),
                            new Parameter.UpdatePriority(1),
                            new Parameter.Version(
                                    new VersionMatch(VersionMatch.Comparison.EQUAL, new Version(List.of(1L))))),
                    condition));
        }

        assertThat(scene.device.deeds).isEmpty();
        assertThat(scene.device.stored).isEqualTo(before);
        assertThat(scene.device.holders).isEmpty();
    }

    /** Its octets may change where they are stored; what runs is what was found good. */
    @Test
    void dependency_changedInStorageBehindItsCheck_isRunAsItWasChecked() {
        Manifest child = writing("as checked");
        Manifest evil = writing("as changed");
        scene.device.put("child.suit", scene.author.envelope(child));
        ManifestProcessor processor = scene.processor(manifest(
                        List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "c")
                .section(
                        Section.INSTALL,
                        sequence(
                                index(0),
                                override(new Parameter.ImageDigest(
                                        EnvelopeEncoder.digestOf(ManifestEncoder.encode(child)))),
                                INTEGRITY,
                                index(1),
                                override(new Parameter.Uri("#c")),
                                FETCH,
                                index(0),
                                PROCESS))
                .build());

        assertThat(processor.install()).isInstanceOf(Step.NeedPayload.class);
        scene.device.put("child.suit", scene.author.envelope(evil));

        assertThat(processor.payloadStored()).isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("as checked"));
    }

    @Test
    void uri_isTakenWholeOrRefusedByTheNamedLimit() {
        String most = "coaps://example.com/" + "x".repeat(1024 - 20);

        Step step = scene.install(fetching(most));

        assertThat(((Step.NeedPayload) step).uri()).isEqualTo(most);
        assertThat(refused(scene.verify(scene.author.envelope(fetching(most + "x"))))
                        .refusal())
                .isEqualTo(new Refusal(RefusalReason.LIMIT_EXCEEDED, "uri chars 1025 where 1024 is the most"));
    }

    private static Manifest fetching(String uri) {
        return installing(1, override(new Parameter.Uri(uri)), FETCH);
    }

    private static Manifest writing(String text) {
        return manifest(CommandSequence.EMPTY, "b")
                .section(Section.INSTALL, sequence(override(content(text)), WRITE))
                .build();
    }

    private static Verification.Refused refused(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Refused.class);
        return (Verification.Refused) verification;
    }
}
