package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.bytes.FirstOctets;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.codec.EnvelopeOrder;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.codec.PayloadIndex;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** An envelope in a file, binary or as hexadecimal text. A binary one is never whole in memory. */
final class EnvelopeFile implements PayloadIndex.Source {
    /** Hexadecimal text is for examples and mails, not for images of any size. */
    private static final int MOST_HEX_CHARS = 16 * 1024 * 1024;

    private final Stored stored;
    private final Optional<EnvelopeOrder> order;

    private EnvelopeFile(Stored stored) throws IOException {
        this.stored = stored;
        this.order = EnvelopeOrder.of(stored, DecoderLimits.DEFAULT);
    }

    static EnvelopeFile open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        long length = Files.size(file);
        Optional<Bytes> hex = looksLikeHex(file) ? decodeHex(file, length) : Optional.empty();
        return new EnvelopeFile(
                new Stored(file, hex, hex.map(octets -> (long) octets.length()).orElse(length)));
    }

    @Override
    public long lengthBytes() {
        return stored.lengthBytes();
    }

    /** Whether it is no hexadecimal text. */
    boolean isBinary() {
        return stored.fromHex().isEmpty();
    }

    /** All but the contents of payloads, or why the file is no whole envelope. */
    sealed interface Contents {
        record Read(Envelope envelope, List<IntegratedPayload> payloads) implements Contents {}

        record Refused(Refusal refusal) implements Contents {}
    }

    /** A file that is a whole envelope. */
    record Opened(EnvelopeFile source, Envelope envelope, List<IntegratedPayload> payloads) {}

    static Opened openWhole(Path file) throws CommandRefused {
        EnvelopeFile source;
        Contents contents;
        try {
            source = open(file);
            contents = source.read();
        } catch (IOException e) {
            throw CommandRefused.unreadable(file, e);
        }
        if (!(contents instanceof Contents.Read read)) {
            throw CommandRefused.of(file, ((Contents.Refused) contents).refusal());
        }
        return new Opened(source, read.envelope(), read.payloads());
    }

    Contents read() throws IOException {
        if (lengthBytes() == 0) {
            return new Contents.Refused(new Refusal(RefusalReason.MALFORMED, "the file is empty"));
        }
        Bytes prefix = read(0, (int) Math.min(lengthBytes(), DecoderLimits.DEFAULT.of(Limit.HEAD_BYTES) + 1L));
        HeadResult result = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(prefix);
        if (result instanceof HeadResult.NeedMore more) {
            return new Contents.Refused(new Refusal(
                    RefusalReason.MALFORMED,
                    "truncated: the file ends after " + lengthBytes() + " octets, at least " + more.atLeastBytes()
                            + " are expected"));
        } else if (result instanceof HeadResult.Refused refused) {
            return new Contents.Refused(refused.refusal());
        }
        HeadResult.Complete head = (HeadResult.Complete) result;
        PayloadIndex.Result index = PayloadIndex.of(head, this, DecoderLimits.DEFAULT);
        return index instanceof PayloadIndex.Result.Found found
                ? new Contents.Read(head.envelope(), found.payloads())
                : new Contents.Refused(((PayloadIndex.Result.Refused) index).refusal());
    }

    @Override
    public Bytes read(long offsetBytes, int countBytes) throws IOException {
        return order.isPresent() ? order.get().read(offsetBytes, countBytes) : stored.read(offsetBytes, countBytes);
    }

    /** The content of an integrated payload or dependency. */
    InputStream payload(IntegratedPayload payload) throws IOException {
        long offsetBytes = payload.offsetBytes();
        InputStream in = stored.octets();
        in.skipNBytes(order.isPresent() ? order.get().storedOffsetBytes(offsetBytes) : offsetBytes);
        return new FirstOctets(in, payload.lengthBytes());
    }

    /** The digest of an integrated payload, read as a stream. */
    Bytes payloadDigest(IntegratedPayload payload, DigestAlgorithm algorithm) throws IOException {
        MessageDigest digest = algorithm.start();
        try (InputStream in = payload(payload)) {
            byte[] chunk = new byte[64 * 1024];
            long left = payload.lengthBytes();
            while (left > 0) {
                int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (count < 0) {
                    throw new EOFException("it became shorter while it was read");
                }
                digest.update(chunk, 0, count);
                left -= count;
            }
        }
        return Bytes.wrap(digest.digest());
    }

    /** Its octets as they stand in the file. */
    private record Stored(Path file, Optional<Bytes> fromHex, long lengthBytes) implements PayloadIndex.Source {
        InputStream octets() throws IOException {
            return fromHex.isPresent() ? new ByteArrayInputStream(fromHex.get().toArray()) : Files.newInputStream(file);
        }

        @Override
        public Bytes read(long offsetBytes, int countBytes) throws IOException {
            try (InputStream in = octets()) {
                in.skipNBytes(offsetBytes);
                byte[] found = in.readNBytes(countBytes);
                if (found.length < countBytes) {
                    throw new EOFException("it became shorter while it was read");
                }
                return Bytes.wrap(found);
            }
        }
    }

    /** An envelope begins with a CBOR tag or map, which no hexadecimal digit is; so the first characters decide. */
    private static boolean looksLikeHex(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(64);
            for (byte octet : start) {
                if (!isHexOrSpace(octet)) {
                    return false;
                }
            }
            return start.length > 0;
        }
    }

    private static boolean isHexOrSpace(int octet) {
        return Character.digit(octet, 16) >= 0 || octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    private static Optional<Bytes> decodeHex(Path file, long lengthChars) throws IOException {
        if (lengthChars > MOST_HEX_CHARS) {
            throw new IOException("it is too large for hexadecimal text: give the binary envelope");
        }
        String digits = Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("\\s+", "");
        try {
            return Optional.of(Bytes.ofHex(digits));
        } catch (IllegalArgumentException e) {
            throw new IOException("it begins as hexadecimal text but is not all of it", e);
        }
    }
}
