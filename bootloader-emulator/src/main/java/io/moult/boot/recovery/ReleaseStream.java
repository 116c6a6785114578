package io.moult.boot.recovery;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.IntegratedPayload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A release as it comes over a line: the envelope first, then the octets of the image. Read up to where it says that it
 * ends and no further, since a line has no end. The image is never whole in memory. Nothing is believed here.
 */
public final class ReleaseStream {
    private final Bytes envelope;
    private final long imageBytes;
    private final InputStream image;

    private ReleaseStream(Bytes envelope, long imageBytes, InputStream image) {
        this.envelope = envelope;
        this.imageBytes = imageBytes;
        this.image = image;
    }

    /** Reads the envelope; a {@link RecoveryException} has the refusal's name if it is none, or has no image in it. */
    public static ReleaseStream read(InputStream in) throws IOException {
        EnvelopeReader reader = new EnvelopeReader(DecoderLimits.DEFAULT);
        Bytes prefix = more(Bytes.EMPTY, in, 1);
        HeadResult head = reader.readHead(prefix);
        while (head instanceof HeadResult.NeedMore more) {
            prefix = more(prefix, in, more.atLeastBytes());
            head = reader.readHead(prefix);
        }
        if (head instanceof HeadResult.Refused refused) {
            throw new RecoveryException(refused.refusal().reason().label(), "this is no release: " + refused.refusal());
        }
        HeadResult.Complete complete = (HeadResult.Complete) head;
        IntegratedPayload payload = complete.payload()
                .orElseThrow(() -> new RecoveryException(
                        "no-image", "the release has no image in it: it must come embedded (release without --uri)"));
        return new ReleaseStream(
                complete.envelope().stripped(), payload.lengthBytes(), new Limited(in, payload.lengthBytes()));
    }

    private static Bytes more(Bytes prefix, InputStream in, int atLeastBytes) throws IOException {
        byte[] all = Arrays.copyOf(prefix.toArray(), atLeastBytes);
        int missing = atLeastBytes - prefix.length();
        if (in.readNBytes(all, prefix.length(), missing) < missing) {
            throw new RecoveryException("truncated", "the release ends in the middle of its envelope");
        }
        return Bytes.wrap(all);
    }

    /** Without payloads. */
    public Bytes envelope() {
        return envelope;
    }

    /** So many octets the image has, as the envelope's own framing says. */
    public long imageBytes() {
        return imageBytes;
    }

    /** The image's octets; ends with them, or before when the line goes dead. */
    public InputStream image() {
        return image;
    }

    /** No octet beyond the image. */
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long octets) {
            super(in);
            this.left = octets;
        }

        @Override
        public int read() throws IOException {
            int octet = left > 0 ? in.read() : -1;
            left -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0 || left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() {
            // whoever opened the line closes it
        }
    }
}
