package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.bytes.FirstOctets;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.codec.PayloadIndex;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.recipient.DirectoryRecipient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the octets of a URI are: in the envelope that asks for them, in the outermost one, or in a file that the user named
 * for it. Nothing is fetched over a network.
 */
final class PayloadFiles {
    private final EnvelopeFile root;
    private final List<IntegratedPayload> integrated;
    private final Map<String, Path> named;
    private final DirectoryRecipient recipient;

    PayloadFiles(
            EnvelopeFile root,
            List<IntegratedPayload> integrated,
            Map<String, Path> named,
            DirectoryRecipient recipient) {
        this.root = root;
        this.integrated = List.copyOf(integrated);
        this.named = Map.copyOf(named);
        this.recipient = recipient;
    }

    /** @param envelope the component whose envelope asks; empty for the outermost */
    Optional<InputStream> find(String uri, Optional<ComponentId> envelope) throws IOException {
        if (envelope.isPresent()) {
            Optional<InputStream> inside = insideStored(uri, envelope.get());
            if (inside.isPresent()) {
                return inside;
            }
        }
        for (IntegratedPayload payload : integrated) {
            if (payload.key().equals(uri)) {
                return Optional.of(root.payload(payload));
            }
        }
        Path file = named.get(uri);
        return file == null ? Optional.empty() : Optional.of(Files.newInputStream(file));
    }

    private Optional<InputStream> insideStored(String uri, ComponentId component) throws IOException {
        Stored stored = new Stored(recipient, component);
        int most = DecoderLimits.DEFAULT.of(Limit.HEAD_BYTES) + 1;
        HeadResult head = new EnvelopeReader(DecoderLimits.DEFAULT)
                .readHead(stored.read(0, (int) Math.min(most, stored.lengthBytes())));
        if (!(head instanceof HeadResult.Complete complete)
                || !(PayloadIndex.of(complete, stored, DecoderLimits.DEFAULT)
                        instanceof PayloadIndex.Result.Found found)) {
            return Optional.empty();
        }
        Optional<IntegratedPayload> payload = found.find(uri);
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        InputStream in = recipient.open(component);
        in.skipNBytes(payload.get().offsetBytes());
        return Optional.of(new FirstOctets(in, payload.get().lengthBytes()));
    }

    /** An envelope in a component. */
    private record Stored(DirectoryRecipient recipient, ComponentId component) implements PayloadIndex.Source {
        @Override
        public long lengthBytes() {
            try {
                return recipient.sizeBytes(component).orElse(0);
            } catch (IOException e) {
                return 0;
            }
        }

        @Override
        public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
            return recipient.read(component, offsetBytes, lengthBytes);
        }
    }
}
