package io.moult.suit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.EnvelopeEncoder;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.testing.ManifestSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * draft-ietf-suit-manifest-37 section 8.3: a signer makes sure that the digest is the manifest's before it signs. RFC 9124
 * THREAT.MFST.MODIFICATION.
 */
class SignedDigestTest {
    @TempDir
    private Path home;

    @Test
    void sign_ofAnEnvelopeWhoseDigestIsNotItsManifests_signsNothing() throws IOException {
        Path keys = home.resolve("KEYS");
        Moult.makeKeys(keys);
        ManifestSketch sketch = new ManifestSketch();
        Manifest shown = sketch.build();
        sketch.sequenceNumber = 99;
        Digest another = EnvelopeEncoder.digestOf(ManifestEncoder.encode(sketch.build()));
        Bytes envelope = EnvelopeEncoder.head(ManifestEncoder.encode(shown), another, List.of(), Optional.empty());
        Path file = Files.write(home.resolve("M.suit"), envelope.toArray());

        for (String verb : List.of("sign", "mac")) {
            Path key = verb.equals("sign")
                    ? keys
                    : Files.writeString(home.resolve("secret.hex"), "a2010420" + "5820" + "61".repeat(32));

            Moult.Result result = Moult.run("manifest", verb, file, "--key", key);

            assertThat(result.status()).as(result.out() + result.err()).isEqualTo(1);
            assertThat(result.out() + result.err()).contains("the digest in it is not that of its manifest");
            assertThat(file).hasBinaryContent(envelope.toArray());
        }
    }
}
