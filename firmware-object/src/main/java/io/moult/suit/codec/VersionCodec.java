package io.moult.suit.codec;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.VersionMatch;
import java.util.ArrayList;
import java.util.List;

/** Versions and comparisons with them (draft-ietf-suit-update-management-14 sections 3.1 and 4.4). */
final class VersionCodec {
    private VersionCodec() {}

    /** SUIT_Condition_Version_Comparison_Value in a byte string. */
    static Version version(Bytes content, DecoderLimits limits) throws CborException {
        return version(Documents.read(content, limits, "version"), limits);
    }

    /** SUIT_Parameter_Version_Match. */
    static VersionMatch match(CborItem item, DecoderLimits limits) throws CborException {
        List<CborItem> parts = item.array("a version match");
        if (parts.size() != 2) {
            throw CborException.malformed("a version match does not have two parts");
        }
        long code = parts.get(0).unsigned("a version comparison");
        VersionMatch.Comparison comparison = VersionMatch.Comparison.of(code)
                .orElseThrow(() ->
                        CborException.malformed("version comparison " + Long.toUnsignedString(code) + " is none"));
        return new VersionMatch(comparison, version(parts.get(1), limits));
    }

    static CborItem encode(Version version) {
        return Items.array(version.parts().stream().map(CborItem::ofLong).toList());
    }

    static CborItem encode(VersionMatch match) {
        return Items.array(List.of(CborItem.ofLong(match.comparison().code()), encode(match.version())));
    }

    private static Version version(CborItem item, DecoderLimits limits) throws CborException {
        List<CborItem> numbers = item.array("the version");
        limits.check(Limit.VERSION_PARTS, numbers.size());
        if (numbers.isEmpty()) {
            throw CborException.malformed("a version without numbers");
        }
        List<Long> parts = new ArrayList<>();
        for (CborItem number : numbers) {
            parts.add(number.integer("a number of the version"));
        }
        if (parts.get(0) < 0) {
            throw CborException.malformed("a version that begins with a mark of a pre-release");
        }
        return new Version(parts);
    }
}
