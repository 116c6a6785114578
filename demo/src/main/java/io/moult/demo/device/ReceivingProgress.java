package io.moult.demo.device;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.ManifestSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Tells how much of an image is in flash, a tenth at a time. */
final class ReceivingProgress {
    private final DeviceEvents events;
    private final StagedEnvelope staged;
    private long sizeBytes = -1;
    private long tenths = -1;

    /** Where the envelope of the candidate is. */
    @FunctionalInterface
    interface StagedEnvelope {
        Bytes read() throws IOException;
    }

    ReceivingProgress(DeviceEvents events, StagedEnvelope staged) {
        this.events = events;
        this.staged = staged;
    }

    /** So many octets of the image are there. */
    void reached(long octets) {
        if (octets == 0 || sizeBytes < 0) {
            sizeBytes = imageSize();
            tenths = octets == 0 ? 0 : tenths;
        }
        long now = sizeBytes <= 0 ? 0 : 10 * octets / sizeBytes;
        if (octets > 0 && now != tenths) {
            tenths = now;
            events.say(
                    "receiving",
                    "receiving: " + 10 * now + " % of " + sizeBytes + " octets",
                    Map.of("octets", octets, "of", sizeBytes));
        }
    }

    private long imageSize() {
        try {
            HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(staged.read());
            if (head instanceof HeadResult.Complete complete
                    && new ManifestDecoder(DecoderLimits.DEFAULT).decode(complete.envelope())
                            instanceof DecodeResult.Decoded decoded) {
                return ManifestSummary.of(decoded.manifest()).imageSizeBytes().orElse(-1);
            }
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
