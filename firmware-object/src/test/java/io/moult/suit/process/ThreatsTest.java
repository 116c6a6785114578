package io.moult.suit.process;

import static io.moult.suit.process.ControlFlowTest.assertFailed;
import static io.moult.suit.testing.Scene.FETCH;
import static io.moult.suit.testing.Scene.INTEGRITY;
import static io.moult.suit.testing.Scene.MATCH;
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
import io.moult.cose.ContentCipher;
import io.moult.cose.DecryptionKey;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.PayloadEncryption;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Dependency;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Section;
import io.moult.suit.recipient.DirectoryRecipient;
import io.moult.suit.recipient.RecipientIdentity;
import io.moult.suit.recipient.Surroundings;
import io.moult.suit.testing.Scene;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threats of RFC 9124 section 4.2 that are not the subject of another suite. What else stands against each is in docs/. */
class ThreatsTest {
    /** COSE_Keys of 16 octets each, to be shared with a device. */
    private static final Bytes SHARED = Bytes.ofHex("a201042050" + "61".repeat(16));

    private static final Bytes ANOTHER = Bytes.ofHex("a201042050" + "62".repeat(16));

    private final Scene scene = new Scene();

    /** THREAT.IMG.EXPIRED.OFFLINE: newer than what runs, and too old nevertheless. */
    @Test
    void manifest_pastItsTime_fetchesNothingOnADeviceThatKnowsTheTime() {
        Manifest manifest = installing(
                1,
                override(new Parameter.UseBefore(1000), new Parameter.Uri("coaps://example.com/image")),
                new Condition.UseBefore(QUIET),
                FETCH);

        scene.device.epochSeconds = OptionalLong.of(999);
        assertThat(scene.install(manifest)).isInstanceOf(Step.NeedPayload.class);
        scene.device.epochSeconds = OptionalLong.of(1000);
        assertFailed(scene.install(manifest), RefusalReason.CONDITION_FAILED);
    }

    /** THREAT.UPD.WRONG_PRECURSOR: the digest of what an update builds upon is signed, and compared first. */
    @Test
    void update_uponAnotherPrecursor_fetchesNothing() {
        Bytes precursor = text("version one");
        Bytes target = text("version two");
        Manifest manifest = installing(
                1,
                override(
                        new Parameter.ImageDigest(Digest.sha256(precursor)),
                        new Parameter.ImageSize(precursor.length())),
                MATCH,
                override(
                        new Parameter.ImageDigest(Digest.sha256(target)),
                        new Parameter.ImageSize(target.length()),
                        new Parameter.Uri("coaps://example.com/one-to-two")),
                FETCH,
                MATCH);

        scene.device.put("a", precursor);
        assertThat(scene.install(manifest)).isInstanceOf(Step.NeedPayload.class);
        scene.device.put("a", text("version six"));
        assertFailed(scene.install(manifest), RefusalReason.IMAGE_DIGEST);
    }

    /** THREAT.NET.REDIRECT: the address is signed. */
    @Test
    void address_changedOnTheWay_isRefused() {
        Bytes envelope =
                scene.author.envelope(installing(1, override(new Parameter.Uri("coaps://good.example/image")), FETCH));
        Bytes redirected = Bytes.ofHex(envelope.hex().replace(hex("good"), hex("evil")));

        assertThat(redirected).isNotEqualTo(envelope);
        assertThat(refusal(scene.verify(redirected)).reason()).isEqualTo(RefusalReason.MANIFEST_DIGEST);
    }

    /** THREAT.NET.REDIRECT and THREAT.IMG.NON_AUTH: what comes from a wrong place is not what was signed. */
    @Test
    void payload_ofAnotherHost_isNotTheOneThatWasSigned() {
        Bytes image = text("the author's");
        ManifestProcessor processor = scene.processor(installing(
                1,
                override(
                        new Parameter.Uri("coaps://good.example/image"),
                        new Parameter.ImageDigest(Digest.sha256(image)),
                        new Parameter.ImageSize(image.length())),
                FETCH,
                MATCH));

        processor.install();
        scene.device.put("a", text("a stranger's"));

        assertFailed(processor.payloadStored(), RefusalReason.IMAGE_DIGEST);
    }

    /** THREAT.MFST.OVERRIDE: what an author sets by override-parameters no dependent can replace. */
    @Test
    void dependent_thatOverridesWhatItsDependencyInsistsOn_isNotHeard() {
        Manifest child = manifest(CommandSequence.EMPTY, "b")
                .section(Section.INSTALL, sequence(override(content("the author's")), WRITE))
                .build();
        scene.device.put("child.suit", scene.author.envelope(child));
        Manifest dependent = manifest(
                        List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit", "b")
                .section(
                        Section.INSTALL,
                        sequence(
                                index(1),
                                override(content("another's")),
                                index(0),
                                override(new Parameter.ImageDigest(digestOf(child))),
                                INTEGRITY,
                                PROCESS))
                .build();

        assertThat(scene.install(dependent)).isEqualTo(new Step.Done());
        assertThat(scene.device.at("b")).isEqualTo(text("the author's"));
    }

    /**
     * THREAT.MFST.EXPOSURE: a manifest that says what others are not to know comes encrypted, as a dependency of one that
     * says nothing (draft-ietf-suit-trust-domains-11 section 8.2).
     */
    @Test
    void manifest_encrypted_isReadByItsRecipientAndNobodyElse(@TempDir Path home) throws IOException {
        Manifest confidential = manifest(CommandSequence.EMPTY, "secret-part")
                .section(Section.INSTALL, sequence(override(content("x")), WRITE))
                .build();
        PayloadEncryption encryption = new PayloadEncryption(ContentCipher.A128GCM, new SecureRandom());
        Bytes info = encryption.encryptionInfo(List.of(KeyFiles.recipient(SHARED)));
        Bytes sent = join(encryption.update(scene.author.envelope(confidential)), encryption.finish());
        Manifest open = manifest(List.of(new Dependency(0, Optional.empty())), CommandSequence.EMPTY, "child.suit")
                .section(
                        Section.INSTALL,
                        sequence(
                                override(
                                        new Parameter.Uri("#child"),
                                        new Parameter.EncryptionInfo(info),
                                        new Parameter.ImageDigest(digestOf(confidential))),
                                FETCH,
                                INTEGRITY,
                                PROCESS))
                .build();

        DirectoryRecipient device = recipient(home.resolve("device"), SHARED);
        ManifestProcessor processor = processor(open, device);
        Step.NeedDependency need = (Step.NeedDependency) processor.install();
        assertThat(store(device, need, sent)).isEmpty();
        assertThat(processor.payloadStored()).isEqualTo(new Step.Done());
        assertThat(device.read(ComponentId.of("secret-part"), 0, 9)).isEqualTo(text("x"));

        assertThat(sent.hex() + scene.author.envelope(open).hex()).doesNotContain(hex("secret-part"));
        assertThat(store(recipient(home.resolve("other"), ANOTHER), need, sent).map(Refusal::reason))
                .contains(RefusalReason.INSTALL_FAILED);
    }

    private ManifestProcessor processor(Manifest manifest, DirectoryRecipient device) {
        return new ManifestProcessor(
                scene.verified(manifest),
                device,
                (envelope, component, prefix) -> scene.verifier.verify(envelope, Circumstances.NONE, unused -> 0));
    }

    private static Optional<Refusal> store(DirectoryRecipient device, Step.NeedDependency need, Bytes octets)
            throws IOException {
        return device.store(
                need.component(), new ByteArrayInputStream(octets.toArray()), need.handling(), OptionalLong.empty());
    }

    private static DirectoryRecipient recipient(Path directory, Bytes key) throws IOException {
        return DirectoryRecipient.open(directory, RecipientIdentity.ANY, Surroundings.NONE, List.of(opens(key)));
    }

    private static DecryptionKey opens(Bytes key) throws KeyFileException {
        return KeyFiles.decryptionKey(key);
    }

    private static Refusal refusal(Verification verification) {
        return ((Verification.Refused) verification).refusal();
    }

    private static Digest digestOf(Manifest manifest) {
        return EnvelopeEncoder.digestOf(ManifestEncoder.encode(manifest));
    }

    private static Bytes join(Bytes head, Bytes tail) {
        return Bytes.ofHex(head.hex() + tail.hex());
    }

    private static String hex(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }
}
