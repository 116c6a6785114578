package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;

/** Reads envelopes that are all there. */
public final class Heads {
    private Heads() {}

    public static HeadResult read(Bytes octets) {
        return new EnvelopeReader(DecoderLimits.DEFAULT).readHead(octets);
    }

    public static Envelope envelope(Bytes octets) {
        return read(octets)
                .fold(
                        more -> {
                            throw new AssertionError("needs " + more.atLeastBytes());
                        },
                        HeadResult.Complete::envelope,
                        refused -> {
                            throw new AssertionError(refused.refusal().toString());
                        });
    }

    public static Refusal refusal(Bytes octets) {
        if (read(octets) instanceof HeadResult.Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("not refused: " + read(octets));
    }
}
