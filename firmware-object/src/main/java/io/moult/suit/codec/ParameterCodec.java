package io.moult.suit.codec;

import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.Parameters;
import java.util.List;

/** Parameters outside of manifests: in reports. */
public final class ParameterCodec {
    private ParameterCodec() {}

    /** SUIT_Parameters as entries of a map. */
    public static List<CborItem.Pair> encode(Parameters parameters) {
        return ((CborItem.Mapping) ParameterEncoder.encode(parameters)).pairs();
    }

    /** Entries of a map as parameters; none are none. */
    public static Parameters decode(CborItem.Mapping entries, DecoderLimits limits) throws CborException {
        try {
            return entries.pairs().isEmpty() ? Parameters.EMPTY : new ParameterDecoder(limits).decode(entries, false);
        } catch (DecodeException e) {
            throw CborException.malformed(e.refusal().detail());
        }
    }
}
