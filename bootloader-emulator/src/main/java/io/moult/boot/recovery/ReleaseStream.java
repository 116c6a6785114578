package io.moult.boot.recovery;

import io.moult.boot.image.ComingImages;
import io.moult.boot.image.Delivery;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.codec.PayloadCursor;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A release as it comes over a line: the envelope first, then the octets of its images, one image after the other. Read up
 * to where it says that it ends and no further, since a line has no end. No image is ever whole in memory. Nothing is
 * believed here: for which component a payload is, its manifest says, and the digests have to agree.
 */
public final class ReleaseStream implements ComingImages {
    private static final DecoderLimits LIMITS = DecoderLimits.DEFAULT;

    private final InputStream in;
    private final Bytes envelope;
    private final Map<String, Delivery> deliveries;
    private PayloadCursor cursor;
    private Optional<Limited> octets = Optional.empty();

    private ReleaseStream(InputStream in, Bytes envelope, Map<String, Delivery> deliveries, PayloadCursor cursor) {
        this.in = in;
        this.envelope = envelope;
        this.deliveries = deliveries;
        this.cursor = cursor;
    }

    /** Reads the envelope; a {@link RecoveryException} has the refusal's name if it is none, or has no image in it. */
    public static ReleaseStream read(InputStream in) throws IOException {
        EnvelopeReader reader = new EnvelopeReader(LIMITS);
        Bytes prefix = more(Bytes.EMPTY, in, 1);
        HeadResult head = reader.readHead(prefix);
        while (head instanceof HeadResult.NeedMore more) {
            prefix = more(prefix, in, more.atLeastBytes());
            head = reader.readHead(prefix);
        }
        if (head instanceof HeadResult.Refused refused) {
            throw none(refused.refusal());
        }
        HeadResult.Complete complete = (HeadResult.Complete) head;
        Map<String, Delivery> deliveries = deliveries(complete.envelope());
        PayloadCursor first = complete.payloads(LIMITS)
                .orElseThrow(() -> new RecoveryException(
                        "no-image", "the release has no image in it: it must come embedded (release without --uri)"));
        return new ReleaseStream(in, complete.envelope().stripped(), deliveries, first);
    }

    private static Map<String, Delivery> deliveries(Envelope envelope) throws RecoveryException {
        DecodeResult result = new ManifestDecoder(LIMITS).decode(envelope);
        if (result instanceof DecodeResult.Refused refused) {
            throw none(refused.refusal());
        }
        Map<String, Delivery> deliveries = Delivery.of(((DecodeResult.Decoded) result).manifest());
        for (Delivery delivery : deliveries.values()) {
            if (delivery.encrypted()) {
                throw new RecoveryException(
                        RefusalReason.UNSUPPORTED_PARAMETER.label(),
                        "the release's image of " + delivery.component() + " is encrypted for its recipients, and this"
                                + " device has no key to decrypt it: load the release as it was before manifest encrypt");
            }
        }
        return deliveries;
    }

    private static RecoveryException none(Refusal refusal) {
        return new RecoveryException(refusal.reason().label(), "this is no release: " + refusal);
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

    /** The components whose images come along, as the manifest has it. */
    public Set<ComponentId> brings() {
        Set<ComponentId> brought = new LinkedHashSet<>();
        deliveries.forEach((uri, delivery) -> {
            if (uri.startsWith("#")) {
                brought.add(delivery.component());
            }
        });
        return brought;
    }

    /** So many octets the image that came last has, as the envelope's own framing says. */
    public long imageBytes() {
        return cursor.current().lengthBytes();
    }

    /** An image's octets end with it, or before when the line goes dead. What was not read of the one before is passed over. */
    @Override
    public Optional<ComingImage> next() throws IOException {
        if (octets.isPresent()) {
            passOver(octets.get());
            if (cursor.last()) {
                return Optional.empty();
            }
            cursor = following();
        }
        Delivery delivery = deliveries.get(cursor.current().key());
        if (delivery == null) {
            throw new RecoveryException(
                    "no-image",
                    "the release has a payload " + cursor.current().key()
                            + ", which its manifest fetches for no component");
        }
        Limited image = new Limited(in, imageBytes());
        octets = Optional.of(image);
        return Optional.of(new ComingImage(delivery.component(), image));
    }

    private static void passOver(Limited image) throws IOException {
        image.transferTo(OutputStream.nullOutputStream());
        if (image.left > 0) {
            throw new RecoveryException("truncated", "the release ends in the middle of an image");
        }
    }

    private PayloadCursor following() throws IOException {
        Bytes between = more(Bytes.EMPTY, in, 1);
        PayloadCursor.Next next = cursor.next(between);
        while (next instanceof PayloadCursor.Next.NeedMore more) {
            between = more(between, in, more.atLeastBytes());
            next = cursor.next(between);
        }
        if (next instanceof PayloadCursor.Next.Refused refused) {
            throw none(refused.refusal());
        }
        return ((PayloadCursor.Next.Found) next).cursor();
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
