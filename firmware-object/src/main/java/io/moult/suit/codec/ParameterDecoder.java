package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.CustomCommand;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SUIT_Parameters (draft-ietf-suit-manifest-37 section 8.4.8). */
final class ParameterDecoder {
    /** A private enterprise number as a relative OID (RFC 9090). */
    static final long TAG_ENTERPRISE_NUMBER = 112;

    private final DecoderLimits limits;

    ParameterDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** @param shared whether this is in the shared sequence, which takes no custom parameter (section 8.4.8.16) */
    Parameters decode(CborItem argument, boolean shared) throws CborException, DecodeException {
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

    private Parameter parameter(long code, CborItem value) throws CborException, DecodeException {
        Optional<ParameterCode> known = ParameterCode.of(code);
        if (known.isEmpty()) {
            return code <= CustomCommand.HIGHEST_CODE ? custom(code, value) : new Parameter.Unknown(code, value);
        }
        String what = ParameterCode.label(code);
        return switch (known.get()) {
            case VENDOR_IDENTIFIER -> vendor(value, what);
            case CLASS_IDENTIFIER -> new Parameter.ClassIdentifier(Documents.nameBasedOrRandomUuid(value, what));
            case DEVICE_IDENTIFIER -> new Parameter.DeviceIdentifier(Documents.nameBasedOrRandomUuid(value, what));
            case IMAGE_DIGEST -> new Parameter.ImageDigest(Documents.digest(unwrapped(value, what), what));
            case IMAGE_SIZE -> new Parameter.ImageSize(value.unsigned(what));
            case USE_BEFORE -> new Parameter.UseBefore(value.unsigned(what));
            case COMPONENT_SLOT -> new Parameter.ComponentSlot(value.unsigned(what));
            case STRICT_ORDER -> new Parameter.StrictOrder(value.truth(what));
            case SOFT_FAILURE -> new Parameter.SoftFailure(value.truth(what));
            case CONTENT -> new Parameter.Content(content(value.bytes(what)));
            case ENCRYPTION_INFO -> new Parameter.EncryptionInfo(value.bytes(what));
            case URI -> new Parameter.Uri(Documents.uri(value, what, limits));
            case SOURCE_COMPONENT -> new Parameter.SourceComponent(value.unsigned(what));
            case INVOKE_ARGS -> new Parameter.InvokeArguments(value.bytes(what));
            case FETCH_ARGUMENTS -> new Parameter.FetchArguments(value.bytes(what));
            case MINIMUM_BATTERY -> new Parameter.MinimumBattery(value.unsigned(what));
            case UPDATE_PRIORITY -> new Parameter.UpdatePriority(value.integer(what));
            case VERSION -> new Parameter.Version(VersionCodec.match(unwrapped(value, what), limits));
            case WAIT_INFO -> new Parameter.WaitInfo(WaitCodec.decode(unwrapped(value, what), limits));
            case COMPONENT_METADATA -> new Parameter.Metadata(MetadataCodec.decode(unwrapped(value, what)));
            case SECURITY_COUNTER -> new Parameter.SecurityCounter(value.unsigned(what));
        };
    }

    private CborItem unwrapped(CborItem value, String what) throws CborException {
        return Documents.read(value.bytes(what), limits, what);
    }

    private static Parameter custom(long code, CborItem value) throws CborException {
        if (!Parameter.Custom.allows(value)) {
            throw CborException.malformed(
                    ParameterCode.label(code) + " is neither a number, a truth value, a text nor a byte string");
        }
        return new Parameter.Custom(code, value);
    }

    private static Parameter vendor(CborItem value, String what) throws CborException {
        if (value instanceof CborItem.Tagged tagged && tagged.tag() == TAG_ENTERPRISE_NUMBER) {
            return new Parameter.VendorNumber(tagged.item().bytes(what));
        }
        return new Parameter.VendorIdentifier(Documents.nameBasedOrRandomUuid(value, what));
    }

    private Bytes content(Bytes octets) throws CborException {
        limits.check(Limit.CONTENT_BYTES, octets.length());
        return octets;
    }
}
