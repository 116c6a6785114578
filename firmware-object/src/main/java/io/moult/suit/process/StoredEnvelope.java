package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;

/** The envelope that a component holds. Nothing in it is believed yet. */
final class StoredEnvelope {
    private StoredEnvelope() {}

    static Envelope read(RecipientView view, ComponentId component) throws CommandFailure, IOException {
        Bytes head = view.read(component, 0, DecoderLimits.DEFAULT.of(Limit.HEAD_BYTES) + 1);
        HeadResult result = new EnvelopeReader(DecoderLimits.DEFAULT).readHead(head);
        if (result instanceof HeadResult.Complete complete) {
            return complete.envelope();
        }
        if (result instanceof HeadResult.Refused refused) {
            throw CommandFailure.abort(
                    refused.refusal().reason(),
                    component + ": " + refused.refusal().detail());
        }
        throw CommandFailure.abort(RefusalReason.MALFORMED, component + " holds no whole envelope");
    }
}
