package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tagged COSE_Sign1 or COSE_Mac0 that carries its payload (RFC 9052 sections 4.2 and 6.2).
 *
 * @param tag what it says to be; it may be any
 * @param parts protected header, unprotected header, payload, and signature or tag, if they are {@link #isWhole()}
 */
public record CoseMessage(long tag, List<CborItem> parts) {
    private static final int PARTS = 4;
    private static final int PAYLOAD = 2;

    public CoseMessage {
        parts = List.copyOf(parts);
    }

    /** IOException if the key, which may be elsewhere, gives no signature. */
    public static CoseMessage of(CoseSigner signer, Bytes payload) throws IOException {
        try {
            CoseMessage detached = read(AuthenticationWriter.block(signer, payload), DecoderLimits.DEFAULT)
                    .orElseThrow();
            return detached.with(new CborItem.ByteString(payload));
        } catch (CborException e) {
            throw new IllegalStateException("our own message cannot be read", e);
        }
    }

    /** Empty if it has no tag; CborException if it is no CBOR, or what is tagged is no array. */
    public static Optional<CoseMessage> read(Bytes octets, DecoderLimits limits) throws CborException {
        return CborReader.readDocument(octets, limits) instanceof CborItem.Tagged tagged
                ? Optional.of(new CoseMessage(tagged.tag(), tagged.item().array("COSE")))
                : Optional.empty();
    }

    /** Whether it has its four parts. */
    public boolean isWhole() {
        return parts.size() == PARTS;
    }

    /** CborException, which calls it by this name, if there are no octets. */
    public Bytes payload(String name) throws CborException {
        return parts.get(PAYLOAD).bytes(name);
    }

    /** The same without its payload, as {@link AuthenticationCheck} takes it. */
    public CoseMessage detached() {
        return with(CborItem.Simple.NULL);
    }

    public Bytes encode() {
        return new CborWriter()
                .item(new CborItem.Tagged(tag, new CborItem.Array(parts)))
                .toBytes();
    }

    private CoseMessage with(CborItem payload) {
        List<CborItem> changed = new ArrayList<>(parts);
        changed.set(PAYLOAD, payload);
        return new CoseMessage(tag, changed);
    }
}
