package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SUIT_Parameters (draft-ietf-suit-manifest-37 section 8.4.8). */
final class ParameterDecoder {
    private final DecoderLimits limits;

    ParameterDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** @param shared whether this is in the shared sequence, which takes no custom parameter (section 8.4.8.15) */
    Parameters decode(CborItem argument, boolean shared) throws CborException {
        List<CborItem.Pair> pairs = argument.map("parameters").pairs();
        if (pairs.isEmpty()) {
            throw CborException.malformed("an empty map of parameters");
        }
        List<Parameter> all = new ArrayList<>();
        for (CborItem.Pair pair : pairs) {
            long code = pair.key().integer("the number of a parameter");
            if (shared && code < 0) {
                throw CborException.malformed("custom parameter " + code + " in the shared sequence");
            }
            all.add(parameter(code, pair.value()));
        }
        return new Parameters(all);
    }

    private Parameter parameter(long code, CborItem value) throws CborException {
        Optional<ParameterCode> known = ParameterCode.of(code);
        if (known.isEmpty()) {
            return new Parameter.Unknown(code, value);
        }
        String what = ParameterCode.label(code);
        return switch (known.get()) {
            case VENDOR_IDENTIFIER ->
                value instanceof CborItem.Tagged
                        ? new Parameter.Unknown(code, value)
                        : new Parameter.VendorIdentifier(uuid(value, what));
            case CLASS_IDENTIFIER -> new Parameter.ClassIdentifier(uuid(value, what));
            case IMAGE_DIGEST ->
                new Parameter.ImageDigest(Documents.digest(Documents.read(value.bytes(what), limits, what), what));
            case IMAGE_SIZE -> new Parameter.ImageSize(value.unsigned(what));
            case COMPONENT_SLOT -> new Parameter.ComponentSlot(value.unsigned(what));
            case CONTENT -> new Parameter.Content(content(value.bytes(what)));
            case URI -> new Parameter.Uri(uri(value.text(what)));
            case SOURCE_COMPONENT -> new Parameter.SourceComponent(value.unsigned(what));
            case SECURITY_COUNTER -> new Parameter.SecurityCounter(value.unsigned(what));
            case USE_BEFORE,
                    STRICT_ORDER,
                    SOFT_FAILURE,
                    ENCRYPTION_INFO,
                    INVOKE_ARGS,
                    DEVICE_IDENTIFIER,
                    FETCH_ARGUMENTS,
                    MINIMUM_BATTERY,
                    UPDATE_PRIORITY,
                    VERSION,
                    WAIT_INFO,
                    COMPONENT_METADATA -> new Parameter.Unknown(code, value);
        };
    }

    private static UUID uuid(CborItem value, String what) throws CborException {
        Bytes octets = value.bytes(what);
        if (octets.length() != 16) {
            throw CborException.malformed(what + " of " + octets.length() + " octets is no UUID");
        }
        return Identifiers.ofBytes(octets);
    }

    private Bytes content(Bytes octets) throws CborException {
        limits.check(Limit.CONTENT_BYTES, octets.length());
        return octets;
    }

    private String uri(String text) throws CborException {
        limits.check(Limit.URI_CHARS, text.length());
        return text;
    }
}
