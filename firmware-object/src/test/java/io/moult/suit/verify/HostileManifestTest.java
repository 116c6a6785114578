package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.ReportPolicy;
import io.moult.suit.manifest.UnknownCommand;
import io.moult.suit.testing.Heads;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** R105: whatever arrives, signed or not, ends in a verdict. And manifests that mean two things at once. */
class HostileManifestTest {
    private static final long SEED = 20261120;

    private final TestAuthor author = new TestAuthor();
    private final ManifestSketch sketch = new ManifestSketch();

    @Test
    void manifests_mutatedAndSignedAgain_alwaysEndInAVerdict() {
        Random random = new Random(SEED);
        List<Bytes> seeds = new ArrayList<>();
        seeds.add(ManifestEncoder.encode(sketch.build()));
        for (String name : Vectors.list("manifest-spec-v37", ".signed.suit")) {
            seeds.add(Heads.envelope(Vectors.envelope(name)).manifest().content());
        }
        int malformed = 0;
        int wellFormed = 0;
        for (int i = 0; i < 1200; i++) {
            Bytes envelope = author.envelope(mutate(seeds.get(i % seeds.size()), random));

            Rung reached = new ManifestVerifier(author.trusted())
                    .verify(Heads.envelope(envelope), ManifestSketch.device())
                    .fold(accepted -> Rung.APPLICABLE, Verification.Refused::reached);

            assertThat(reached).as("seed %d case %d", SEED, i).isGreaterThanOrEqualTo(Rung.AUTHENTIC);
            malformed += reached == Rung.AUTHENTIC ? 1 : 0;
            wellFormed += reached == Rung.AUTHENTIC ? 0 : 1;
        }
        assertThat(malformed).isGreaterThan(200);
        assertThat(wellFormed).isGreaterThan(200);
    }

    @Test
    void envelopes_mutated_areNeverAcceptedWithAnotherManifest() {
        Random random = new Random(SEED);
        Bytes good = author.envelope(sketch.build());
        Bytes manifest = Heads.envelope(good).manifest().content();
        int decoded = 0;
        for (int i = 0; i < 2000; i++) {
            HeadResult head = Heads.read(mutate(good, random));
            if (head instanceof HeadResult.Complete complete) {
                decoded++;
                Verification verification =
                        new ManifestVerifier(author.trusted()).verify(complete.envelope(), ManifestSketch.device());
                if (verification instanceof Verification.Accepted) {
                    // a mutation may have changed nothing
                    assertThat(complete.envelope().manifest().content())
                            .as("seed %d case %d", SEED, i)
                            .isEqualTo(manifest);
                }
            }
        }
        assertThat(decoded).isGreaterThan(200);
    }

    @Test
    void image_fetchedButNotTheOneThatIsValidated_isRefused() {
        sketch.installTail.add(0, set(new Parameter.ImageDigest(Digest.sha256(Bytes.EMPTY))));

        assertRefused(RefusalReason.IMAGE_DIGEST);
    }

    @Test
    void image_fetchedLargerThanTheOneThatIsValidated_isRefused() {
        sketch.installTail.add(0, set(new Parameter.ImageSize(1L << 40)));

        assertRefused(RefusalReason.IMAGE_SIZE);
    }

    @Test
    void payloads_two_areRefused() {
        sketch.installTail.add(new Directive.Fetch(ReportPolicy.NONE));

        assertRefused(RefusalReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void vendor_changedAfterItsCondition_isHeldToTheConditionsValue() {
        // the condition sees the device's vendor, what comes later does not matter to it
        sketch.sharedTail.add(set(new Parameter.VendorIdentifier(Identifiers.vendorId("other.example"))));

        Verification verification = new ManifestVerifier(author.trusted())
                .verify(Heads.envelope(author.envelope(sketch.build())), ManifestSketch.device());

        assertThat(verification).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void command_unsupportedInTheSharedSequence_isNamedToo() {
        sketch.sharedTail.add(new UnknownCommand(99, CborItem.Simple.NULL));

        assertRefused(RefusalReason.UNSUPPORTED_COMMAND);
    }

    private static Directive set(Parameter parameter) {
        return new Directive.OverrideParameters(Parameters.of(parameter));
    }

    private void assertRefused(RefusalReason reason) {
        Examination examination =
                new ManifestVerifier(author.trusted()).examine(Heads.envelope(author.envelope(sketch.build())));

        assertThat(examination.refusal().map(Refusal::reason)).contains(reason);
        assertThat(examination.reached()).isEqualTo(Rung.WELL_FORMED);
    }

    private static Bytes mutate(Bytes original, Random random) {
        byte[] octets = original.toArray();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(octets.length);
            octets[at] = (byte) (random.nextBoolean() ? octets[at] ^ (1 << random.nextInt(8)) : random.nextInt());
        }
        return Bytes.wrap(octets);
    }
}
