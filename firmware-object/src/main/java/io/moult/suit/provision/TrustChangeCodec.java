package io.moult.suit.provision;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.suit.verify.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link TrustChange} as CBOR, deterministic: {@code {1: [* authority], 2: [* thumbprint]}}; an authority is as in {@link
 * AuthorityCodec}.
 */
public final class TrustChangeCodec {
    private static final int BELIEVED = 1;
    private static final int FORGOTTEN = 2;

    private TrustChangeCodec() {}

    /** IllegalArgumentException for an anchor that is no certificate. */
    public static Bytes encode(TrustChange change) {
        CborWriter writer = new CborWriter()
                .map(2)
                .unsigned(BELIEVED)
                .array(change.believed().size());
        change.believed().forEach(authority -> AuthorityCodec.encode(writer, authority));
        writer.unsigned(FORGOTTEN).array(change.forgotten().size());
        change.forgotten().forEach(writer::bytes);
        return writer.toBytes();
    }

    /** Empty for octets that are no change. */
    public static Optional<TrustChange> decode(Bytes octets) {
        try {
            CborItem.Mapping members =
                    CborReader.readDocument(octets, DecoderLimits.DEFAULT).map("a change");
            List<Authority> believed = new ArrayList<>();
            for (CborItem one : member(members, BELIEVED)) {
                believed.add(AuthorityCodec.decode(one));
            }
            List<Bytes> forgotten = new ArrayList<>();
            for (CborItem one : member(members, FORGOTTEN)) {
                forgotten.add(one.bytes("a thumbprint"));
            }
            if (members.pairs().size() != 2 || forgotten.stream().anyMatch(one -> one.length() != 32)) {
                return Optional.empty();
            }
            return Optional.of(new TrustChange(believed, forgotten));
        } catch (CborException | KeyFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static List<CborItem> member(CborItem.Mapping members, int key) throws CborException {
        Optional<CborItem> found = members.find(key);
        if (found.isEmpty()) {
            throw CborException.malformed("member " + key + " is missing");
        }
        return found.get().array("member " + key);
    }
}
