package io.moult.suit.cli;

import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.EnvelopeDraft;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An envelope that a verb goes on with: it is whole, its digest is that of its manifest, and the manifest can be read.
 *
 * @param draft the same, to be changed and written
 */
record InputEnvelope(Path file, Envelope envelope, Manifest manifest, EnvelopeDraft draft, boolean binary) {
    static InputEnvelope read(Path file) throws CommandRefused {
        EnvelopeFile.Opened read = EnvelopeFile.openWhole(file);
        Digest said = read.envelope().authentication().digest();
        if (said.knownAlgorithm().isEmpty()) {
            throw CommandRefused.of(
                    file,
                    new Refusal(
                            RefusalReason.UNSUPPORTED_ALGORITHM,
                            said.algorithmName() + " of the manifest is not supported"));
        }
        if (!said.isOf(read.envelope().manifest().wrapped())) {
            throw CommandRefused.of(
                    file, new Refusal(RefusalReason.MANIFEST_DIGEST, "the digest in it is not that of its manifest"));
        }
        DecodeResult decoded = new ManifestDecoder(DecoderLimits.DEFAULT).decode(read.envelope());
        if (!(decoded instanceof DecodeResult.Decoded good)) {
            throw CommandRefused.of(file, ((DecodeResult.Refused) decoded).refusal());
        }
        List<EnvelopeDraft.Payload> payloads = read.payloads().stream()
                .map(one -> new EnvelopeDraft.Payload(one.key(), new Slice(read.source(), one)))
                .toList();
        return new InputEnvelope(
                file,
                read.envelope(),
                good.manifest(),
                EnvelopeDraft.of(read.envelope(), payloads),
                read.source().isBinary());
    }

    /** Where the result goes: to a new file, or in place of this one. */
    Path target(@Nullable Path out) throws CommandRefused {
        if (out != null) {
            OutputFile.requireFree(out);
            return out;
        }
        if (!binary) {
            throw CommandRefused.unusable(
                    file + " is hexadecimal text, which is not replaced by a binary envelope: name one with --out.");
        }
        return file;
    }

    private record Slice(EnvelopeFile source, IntegratedPayload payload) implements EnvelopeDraft.Content {
        @Override
        public long lengthBytes() {
            return payload.lengthBytes();
        }

        @Override
        public InputStream open() throws IOException {
            return source.payload(payload);
        }
    }
}
