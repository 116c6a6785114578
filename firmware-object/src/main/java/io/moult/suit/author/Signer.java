package io.moult.suit.author;

import io.moult.bytes.Bytes;
import java.io.IOException;

/** Makes authentication blocks. The private key may be elsewhere: only digests pass through here. */
public interface Signer {
    /**
     * An encoded COSE_Sign1 over a detached payload, the encoded digest of a manifest; IOException when the keeper of the
     * key gives no signature.
     */
    Bytes sign(Bytes signedOctets) throws IOException;
}
