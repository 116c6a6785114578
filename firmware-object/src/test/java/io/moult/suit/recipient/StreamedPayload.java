package io.moult.suit.recipient;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.Digest;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Step;
import io.moult.suit.testing.ManifestSketch;
import io.moult.suit.testing.TestAuthor;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * A process of its own with little memory: an envelope with an integrated payload passes from a stream through reader,
 * verifier and processor into a directory. Prints by how much the live heap grew at most, beyond where it began.
 */
public final class StreamedPayload {
    private static final int MEASURED_EVERY_BYTES = 4 * 1024 * 1024;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final TestAuthor author = new TestAuthor();
    private long start;
    private long most;

    /** Arguments: a directory and the payload's length. */
    public static void main(String[] arguments) throws Exception {
        StreamedPayload one = new StreamedPayload();
        Path directory = Path.of(arguments[0]);
        one.process(directory.resolve("first"), 100_000);
        one.start = one.liveHeap();
        one.most = one.start;
        one.process(directory.resolve("second"), Long.parseLong(arguments[1]));
        System.out.println("grew by " + (one.most - one.start));
    }

    private void process(Path directory, long sizeBytes) throws IOException {
        ManifestSketch sketch = new ManifestSketch();
        sketch.imageSizeBytes = sizeBytes;
        sketch.imageDigest = digest(sizeBytes);
        Bytes head = author.envelope(sketch.build(), sketch.uri, sizeBytes);
        try (Envelope stream = new Envelope(head, sizeBytes)) {
            HeadResult.Complete read = (HeadResult.Complete)
                    new EnvelopeReader(DecoderLimits.DEFAULT).readHead(Bytes.wrap(stream.readNBytes(head.length())));
            DirectoryRecipient device =
                    DirectoryRecipient.open(directory, RecipientIdentity.ANY, Surroundings.NONE, List.of());
            Verification verification = new ManifestVerifier(author.trusted(), DecoderLimits.DEFAULT, Capabilities.ALL)
                    .verify(read.envelope(), Circumstances.NONE, device::minimumSequenceNumber);
            ManifestProcessor processor =
                    new ManifestProcessor(((Verification.Accepted) verification).manifest(), device);
            Step.NeedPayload need = (Step.NeedPayload) processor.install();
            if (device.store(need.component(), stream, need.handling(), need.imageSizeBytes())
                    .isPresent()) {
                throw new IllegalStateException("not stored");
            }
            measure();
            Step installed = processor.payloadStored();
            measure();
            Step validated = processor.validate();
            measure();
            if (!(installed instanceof Step.Done) || !(validated instanceof Step.Done)) {
                throw new IllegalStateException(installed + " " + validated);
            }
        }
    }

    private void measure() {
        most = Math.max(most, liveHeap());
    }

    private long liveHeap() {
        System.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static Digest digest(long sizeBytes) {
        MessageDigest running = Digest.newSha256();
        byte[] piece = new byte[64 * 1024];
        for (long at = 0; at < sizeBytes; at += piece.length) {
            int count = (int) Math.min(piece.length, sizeBytes - at);
            fill(piece, at, count);
            running.update(piece, 0, count);
        }
        return Digest.ofSha256(running);
    }

    /** No two pieces of the payload are alike. */
    private static void fill(byte[] piece, long from, int count) {
        for (int i = 0; i < count; i++) {
            long at = from + i;
            piece[i] = (byte) (at * 31 + (at >>> 16) * 7);
        }
    }

    /** The octets of an envelope, none of which are held; looks at the heap again and again while they are read. */
    private final class Envelope extends InputStream {
        private final Bytes head;
        private final long sizeBytes;
        private long at;
        private long nextMeasure = MEASURED_EVERY_BYTES;

        Envelope(Bytes head, long sizeBytes) {
            this.head = head;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at >= head.length() + sizeBytes) {
                return -1;
            }
            if (at >= nextMeasure) {
                measure();
                nextMeasure += MEASURED_EVERY_BYTES;
            }
            int count;
            if (at < head.length()) {
                count = (int) Math.min(length, head.length() - at);
                head.slice((int) at, (int) at + count).copyInto(target, offset);
            } else {
                count = (int) Math.min(Math.min(length, 64 * 1024), head.length() + sizeBytes - at);
                byte[] piece = new byte[count];
                fill(piece, at - head.length(), count);
                System.arraycopy(piece, 0, target, offset, count);
            }
            at += count;
            return count;
        }
    }
}
