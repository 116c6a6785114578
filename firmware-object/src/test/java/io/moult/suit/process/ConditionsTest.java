package io.moult.suit.process;

import static io.moult.suit.process.ControlFlowTest.assertFailed;
import static io.moult.suit.testing.Scene.QUIET;
import static io.moult.suit.testing.Scene.installing;
import static io.moult.suit.testing.Scene.override;
import static io.moult.suit.testing.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cose.ContentCipher;
import io.moult.cose.DigestAlgorithm;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.PayloadEncryption;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import io.moult.suit.manifest.WaitEvent;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R128, R129, R135: what conditions ask of a device, and what happens where it does not know. */
class ConditionsTest {
    private final Scene scene = new Scene();

    @Test
    void useBefore_isComparedIn64BitsUnsigned() {
        long late = 0xF000_0000_0000_0000L;
        Command before = new Condition.UseBefore(QUIET);

        scene.device.epochSeconds = OptionalLong.of(4_294_967_296L);
        holds(override(new Parameter.UseBefore(late)), before);
        scene.device.epochSeconds = OptionalLong.of(late);
        fails(RefusalReason.CONDITION_FAILED, override(new Parameter.UseBefore(late)), before);
        scene.device.epochSeconds = OptionalLong.empty();
        fails(RefusalReason.CONDITION_FAILED, override(new Parameter.UseBefore(late)), before);
    }

    @Test
    void minimumBattery_isNotMetByAnUnknownCharge() {
        Command enough = new Condition.MinimumBattery(QUIET);

        fails(RefusalReason.CONDITION_FAILED, override(new Parameter.MinimumBattery(0)), enough);
        scene.device.battery = OptionalLong.of(20);
        holds(override(new Parameter.MinimumBattery(20)), enough);
        fails(RefusalReason.CONDITION_FAILED, override(new Parameter.MinimumBattery(21)), enough);
    }

    @Test
    void updateAuthorized_asksWhoHasASay() {
        Command authorized = new Condition.UpdateAuthorized(QUIET);

        fails(RefusalReason.CONDITION_FAILED, override(new Parameter.UpdatePriority(-1)), authorized);
        scene.device.authorized = true;
        holds(override(new Parameter.UpdatePriority(-1)), authorized);
    }

    @Test
    void version_isThatOfTheComponent() {
        Command version = new Condition.Version(QUIET);
        Command lesser = override(
                new Parameter.Version(new VersionMatch(VersionMatch.Comparison.LESSER, new Version(List.of(2L)))));

        fails(RefusalReason.CONDITION_FAILED, lesser, version);
        scene.device.versions.put(ComponentId.of("a"), Version.parse("1.9.9"));
        holds(lesser, version);
        scene.device.versions.put(ComponentId.of("a"), Version.parse("2.0"));
        fails(RefusalReason.CONDITION_FAILED, lesser, version);
    }

    @Test
    void deviceIdentifier_isThatOfThisDevice() {
        UUID id = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        Command wanted = override(new Parameter.DeviceIdentifier(id));

        fails(RefusalReason.DEVICE_MISMATCH, wanted, new Condition.DeviceIdentifier(QUIET));
        scene.device.deviceId = Optional.of(id);
        holds(wanted, new Condition.DeviceIdentifier(QUIET));
    }

    @Test
    void checkContent_holdsForTheSameOctetsAndNoOthers() {
        Command check = new Condition.CheckContent(QUIET);

        scene.device.put("a", text("same"));
        holds(override(Scene.content("same")), check);
        fails(RefusalReason.CONDITION_FAILED, override(Scene.content("sama")), check);
        fails(RefusalReason.CONDITION_FAILED, override(Scene.content("same and more")), check);
        fails(RefusalReason.CONDITION_FAILED, override(Scene.content("sam")), check);
        fails(RefusalReason.CONDITION_FAILED, check);
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void imageMatch_byAnyDigestAlgorithm(DigestAlgorithm algorithm) {
        Bytes image = text("an image");
        scene.device.put("a", image);
        Command said = override(
                new Parameter.ImageDigest(new Digest(algorithm.number(), algorithm.digest(image))),
                new Parameter.ImageSize(image.length()));

        holds(said, Scene.MATCH);
        fails(RefusalReason.CONDITION_FAILED, said, new Condition.ImageNotMatch(QUIET));
        scene.device.put("a", text("An image"));
        fails(RefusalReason.IMAGE_DIGEST, said, Scene.MATCH);
        holds(said, new Condition.ImageNotMatch(QUIET));
        scene.device.put("a", text("an image and something behind it"));
        fails(RefusalReason.IMAGE_SIZE, said, Scene.MATCH);
    }

    @Test
    void condition_whoseParameterIsNotSet_fails() {
        for (Command condition : List.of(
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
                new Condition.Version(QUIET))) {
            scene.device.epochSeconds = OptionalLong.of(1);
            scene.device.battery = OptionalLong.of(1);
            scene.device.authorized = true;
            assertThat(scene.install(installing(1, condition)))
                    .as(condition.label())
                    .isInstanceOf(Step.Failed.class);
        }
    }

    /** A manifest that names nobody is not said to be for another vendor. */
    @Test
    void identity_thatTheManifestDoesNotName_isSaidSo() {
        assertThat(refusalOf(new Condition.VendorIdentifier(QUIET)))
                .isEqualTo(new Refusal(RefusalReason.VENDOR_MISMATCH, "the manifest names no vendor"));
        assertThat(refusalOf(new Condition.ClassIdentifier(QUIET)))
                .isEqualTo(new Refusal(RefusalReason.CLASS_MISMATCH, "the manifest names no class"));
        assertThat(refusalOf(new Condition.DeviceIdentifier(QUIET)))
                .isEqualTo(new Refusal(RefusalReason.DEVICE_MISMATCH, "the manifest names no device"));
    }

    private Refusal refusalOf(Condition condition) {
        return ((Step.Failed) scene.install(installing(1, condition))).refusal();
    }

    @Test
    void wait_goesOnOnlyWhenAllHasCome() {
        Command wait = new Directive.Wait(QUIET);
        WaitEvent power = new WaitEvent.Power(1);
        scene.device.arrival = RecipientView.Arrival.PENDING;
        ManifestProcessor processor =
                scene.processor(installing(1, override(new Parameter.WaitInfo(List.of(power))), wait));

        assertThat(processor.install()).isEqualTo(new Step.Wait(ComponentId.of("a"), List.of(power)));
        assertThat(processor.proceed()).isEqualTo(new Step.Wait(ComponentId.of("a"), List.of(power)));
        scene.device.arrival = RecipientView.Arrival.COME;
        assertThat(processor.proceed()).isEqualTo(new Step.Done());
    }

    @Test
    void wait_forWhatTheDeviceCannotTell_isRefused() {
        fails(
                RefusalReason.UNSUPPORTED_COMMAND,
                override(new Parameter.WaitInfo(List.of(new WaitEvent.Power(1)))),
                new Directive.Wait(QUIET));
    }

    @Test
    void invoke_isGivenBackWithItsArguments_andGoesOnIfItReturns() {
        Bytes arguments = text("console=none");
        ManifestProcessor processor = scene.processor(Scene.manifest(Scene.sequence(), "a")
                .section(
                        Section.INVOKE,
                        Scene.sequence(override(new Parameter.InvokeArguments(arguments)), new Directive.Invoke(QUIET)))
                .build());

        assertThat(processor.invoke()).isEqualTo(new Step.Invoke(ComponentId.of("a"), Optional.of(arguments)));
        assertThat(processor.proceed()).isEqualTo(new Step.Done());
    }

    /** Section 6.3: an invocation ends in an error or in an invoked image. */
    @Test
    void invocation_ofAnImageThatDoesNotValidate_invokesNothing() {
        Bytes image = text("an image");
        ManifestProcessor processor = scene.processor(Scene.manifest(
                        Scene.sequence(override(
                                new Parameter.ImageDigest(Digest.sha256(image)),
                                new Parameter.ImageSize(image.length()))),
                        "a")
                .section(Section.VALIDATE, Scene.sequence(Scene.MATCH))
                .section(Section.INVOKE, Scene.sequence(new Directive.Invoke(QUIET)))
                .build());

        scene.device.put("a", text("An image"));
        assertFailed(processor.invoke(), RefusalReason.IMAGE_DIGEST);
        scene.device.put("a", image);
        assertThat(processor.invoke()).isInstanceOf(Step.Invoke.class);
    }

    /** REQ.USE.LOAD: before it is invoked an image is brought where it runs, decrypted on the way. */
    @Test
    void invocation_loadsWithWhatTheManifestSays() throws KeyFileException {
        Bytes key = Bytes.ofHex("a201042050" + "61".repeat(16));
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128GCM, new SecureRandom());
        Bytes info = encryption.encryptionInfo(List.of(KeyFiles.recipient(key)));
        Bytes head = encryption.update(text("an image"));
        scene.device.put("b", Bytes.ofHex(head.hex() + encryption.finish().hex()));
        scene.device.keys = List.of(KeyFiles.decryptionKey(key));
        ManifestProcessor processor = scene.processor(Scene.manifest(Scene.sequence(), "a", "b")
                .section(
                        Section.LOAD,
                        Scene.sequence(
                                Scene.index(0),
                                override(new Parameter.SourceComponent(1), new Parameter.EncryptionInfo(info)),
                                Scene.COPY))
                .section(Section.INVOKE, Scene.sequence(Scene.index(0), new Directive.Invoke(QUIET)))
                .build());

        assertThat(processor.invoke()).isEqualTo(new Step.Invoke(ComponentId.of("a"), Optional.empty()));
        assertThat(scene.device.at("a")).isEqualTo(text("an image"));
    }

    /** draft-ietf-suit-firmware-encryption-24 section 4. */
    @Test
    void encryptionInfo_setByEitherDirective_goesWithThePayload() {
        Bytes info = text("an encryption info");
        Parameter parameter = new Parameter.EncryptionInfo(info);
        for (Command set : List.of(override(parameter), Scene.defaults(parameter))) {
            Step step = scene.install(installing(1, override(new Parameter.Uri("#image")), set, Scene.FETCH));

            assertThat(((Step.NeedPayload) step).handling().encryptionInfo()).contains(info);
        }
    }

    @Test
    void swap_exchangesTheTwo() {
        scene.device.put("a", text("old"));
        scene.device.put("b", text("new"));

        assertThat(scene.install(installing(2, Scene.index(0), override(new Parameter.SourceComponent(1)), Scene.SWAP)))
                .isEqualTo(new Step.Done());
        assertThat(scene.device.at("a")).isEqualTo(text("new"));
        assertThat(scene.device.at("b")).isEqualTo(text("old"));
    }

    private void holds(Command... commands) {
        assertThat(scene.install(installing(1, commands))).isEqualTo(new Step.Done());
    }

    private void fails(RefusalReason reason, Command... commands) {
        assertFailed(scene.install(installing(1, commands)), reason);
    }
}
