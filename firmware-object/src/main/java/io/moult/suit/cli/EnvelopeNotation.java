package io.moult.suit.cli;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Diagnostic;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.manifest.Envelope;
import java.util.ArrayList;
import java.util.List;

/** An envelope in CBOR diagnostic notation. Payloads stand there empty, with a comment that says so beside them. */
final class EnvelopeNotation {
    private static final String EMPTY = "h''";

    private EnvelopeNotation() {}

    static String of(Envelope envelope, List<IntegratedPayload> payloads) {
        List<CborItem.Pair> pairs = new ArrayList<>();
        for (Envelope.Entry entry : envelope.entries()) {
            pairs.add(new CborItem.Pair(CborItem.ofLong(entry.key()), value(entry)));
        }
        for (IntegratedPayload payload : payloads) {
            pairs.add(new CborItem.Pair(new CborItem.Text(payload.key()), new CborItem.ByteString(Bytes.EMPTY)));
        }
        CborItem whole = new CborItem.Tagged(Envelope.TAG, new CborItem.Mapping(pairs));
        Diagnostic diagnostic = new Diagnostic(DecoderLimits.DEFAULT);
        StringBuilder text = new StringBuilder(diagnostic.print(whole));
        int before = text.length();
        for (int i = payloads.size() - 1; i >= 0; i--) {
            // payloads come last, in their order: the last such pair before the one behind it is this one
            String pair = diagnostic.print(new CborItem.Text(payloads.get(i).key())) + ": " + EMPTY;
            before = text.lastIndexOf(pair, before - pair.length());
            text.insert(before + pair.length(), " / " + payloads.get(i).lengthBytes() + " octets that are not shown /");
        }
        return text.toString();
    }

    private static CborItem value(Envelope.Entry entry) {
        try {
            return CborReader.readDocument(entry.wrapped(), DecoderLimits.DEFAULT);
        } catch (CborException e) {
            throw new IllegalStateException("an entry that was read cannot be read again", e);
        }
    }
}
