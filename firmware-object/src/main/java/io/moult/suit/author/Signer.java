package io.moult.suit.author;

import io.moult.bytes.Bytes;

/** Makes authentication blocks. The private key may be elsewhere: only digests pass through here. */
public interface Signer {
    /** An encoded COSE_Sign1 over a detached payload, the encoded digest of a manifest. */
    Bytes sign(Bytes signedOctets);
}
