package io.moult.server.repository;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.codec.PayloadIndex;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.verify.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Reads what an envelope says of itself, in memory of its head alone. Proves nothing of it. */
final class EnvelopeInspector {
    private static final int FIRST_LOOK_BYTES = 4096;

    private EnvelopeInspector() {}

    static EnvelopeFacts inspect(Path file, long sizeBytes) throws IOException, FirmwareRepository.Unusable {
        HeadResult.Complete head = head(file, sizeBytes);
        requireWhole(file, sizeBytes, head);
        DecodeResult manifest = new ManifestDecoder(DecoderLimits.DEFAULT).decode(head.envelope());
        if (manifest instanceof DecodeResult.Refused refused) {
            throw unusable(refused.refusal());
        }
        Manifest decoded = ((DecodeResult.Decoded) manifest).manifest();
        ManifestSummary summary = ManifestSummary.of(decoded);
        return new EnvelopeFacts(
                TrustChange.isSaidBy(decoded) ? OptionalLong.empty() : OptionalLong.of(summary.sequenceNumber()),
                summary.version(),
                summary.vendorId(),
                summary.classId(),
                summary.payloadUri());
    }

    private static void requireWhole(Path file, long sizeBytes, HeadResult.Complete head)
            throws IOException, FirmwareRepository.Unusable {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            PayloadIndex.Result index = PayloadIndex.of(head, new OpenFile(channel, sizeBytes), DecoderLimits.DEFAULT);
            if (index instanceof PayloadIndex.Result.Refused refused) {
                throw unusable(refused.refusal());
            }
        }
    }

    private record OpenFile(FileChannel channel, long lengthBytes) implements PayloadIndex.Source {
        @Override
        public Bytes read(long offsetBytes, int countBytes) throws IOException {
            return EnvelopeInspector.read(channel, offsetBytes, countBytes);
        }
    }

    private static HeadResult.Complete head(Path file, long sizeBytes) throws IOException, FirmwareRepository.Unusable {
        EnvelopeReader reader = new EnvelopeReader(DecoderLimits.DEFAULT);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int length = (int) Math.min(sizeBytes, FIRST_LOOK_BYTES);
            while (true) {
                HeadResult result = reader.readHead(read(channel, 0, length));
                if (result instanceof HeadResult.Complete complete) {
                    return complete;
                }
                if (result instanceof HeadResult.Refused refused) {
                    throw unusable(refused.refusal());
                }
                int wanted = ((HeadResult.NeedMore) result).atLeastBytes();
                if (wanted > sizeBytes) {
                    throw new FirmwareRepository.Unusable(
                            "The file is not a whole SUIT envelope: it ends too early.", false);
                }
                length = (int) Math.min(sizeBytes, Math.max(wanted, 2L * length));
            }
        }
    }

    private static Bytes read(FileChannel channel, long offsetBytes, int length) throws IOException {
        byte[] octets = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(octets);
        while (target.hasRemaining()) {
            if (channel.read(target, offsetBytes + target.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return Bytes.wrap(octets);
    }

    private static FirmwareRepository.Unusable unusable(Refusal refusal) {
        return new FirmwareRepository.Unusable("The file is not a usable SUIT envelope: " + refusal + ".", false);
    }
}
