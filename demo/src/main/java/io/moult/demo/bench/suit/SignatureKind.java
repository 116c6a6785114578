package io.moult.demo.bench.suit;

import io.moult.bytes.Bytes;
import io.moult.cose.CoseSigner;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Locale;

/** By what the manifest is signed. */
public enum SignatureKind {
    ESP256("EC", 256),
    ESP384("EC", 384),
    ED25519("Ed25519", 255);

    private final String generator;
    private final int bits;

    SignatureKind(String generator, int bits) {
        this.generator = generator;
        this.bits = bits;
    }

    /** As it is written on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A signer with a fresh key. */
    CoseSigner signer() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance(generator);
            keys.initialize(bits);
            SigningKey key = KeyFiles.signingKey(
                    Bytes.wrap(keys.generateKeyPair().getPrivate().getEncoded()));
            return CoseSigner.of(key, key.verificationKey().thumbprint());
        } catch (GeneralSecurityException | KeyFileException e) {
            throw new IllegalStateException("this Java runtime makes no key for " + this, e);
        }
    }
}
