package io.moult.suit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.testing.Heads;
import io.moult.suit.verify.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a decoder makes of an envelope's manifest. */
final class Decoding {
    private Decoding() {}

    /** Empty if it is taken. */
    static Optional<Refusal> refusal(Bytes envelope) {
        return new ManifestDecoder(DecoderLimits.DEFAULT)
                .decode(Heads.envelope(envelope))
                .fold(manifest -> Optional.empty(), Optional::of);
    }

    /** Null for one that is taken. */
    static void assertDetail(Optional<Refusal> refusal, @Nullable String detail) {
        if (detail == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal.map(Refusal::detail).orElse("taken")).contains(detail);
        }
    }
}
