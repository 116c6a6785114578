package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.CoseSign1;
import io.moult.cose.P256;
import java.security.PrivateKey;

/** Signs with a P-256 private key in memory. */
public final class KeySigner implements Signer {
    private final PrivateKey key;
    private final Bytes protectedHeader;

    /** @param keyId SHA-256 of the signer's certificate in DER */
    public KeySigner(PrivateKey key, CoseAlgorithm algorithm, Bytes keyId) {
        this.key = key;
        this.protectedHeader = CoseSign1.protectedHeader(algorithm, keyId);
    }

    @Override
    public Bytes sign(Bytes signedOctets) {
        Bytes signature = P256.sign(key, CoseSign1.sigStructure(protectedHeader, signedOctets));
        return CoseSign1.encode(protectedHeader, signature);
    }
}
