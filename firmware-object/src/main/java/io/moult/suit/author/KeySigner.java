package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.cose.AuthenticationWriter;
import io.moult.cose.CoseAlgorithm;
import io.moult.cose.CoseSigner;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.Optional;

/** Signs with a private key in memory. */
public final class KeySigner implements Signer {
    private final CoseSigner signer;

    public KeySigner(CoseSigner signer) {
        this.signer = signer;
    }

    /**
     * With a key on P-256.
     *
     * @param keyId SHA-256 of the signer's certificate in DER
     */
    public KeySigner(PrivateKey key, CoseAlgorithm algorithm, Bytes keyId) {
        try {
            this.signer = new CoseSigner(KeyFiles.signingKey(key), algorithm, Optional.of(keyId));
        } catch (KeyFileException e) {
            throw new IllegalArgumentException("a key that " + e.detail(), e);
        }
    }

    @Override
    public Bytes sign(Bytes signedOctets) throws IOException {
        return AuthenticationWriter.block(signer, signedOctets);
    }
}
