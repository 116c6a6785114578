package io.moult.fuzz;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborWriter;
import io.moult.suit.testing.TestIssuer;
import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, an issuer below it and a signer below that, the same in each run but for the octets of their signatures. */
final class FuzzIssuer {
    static final FuzzIssuer ROOT = new FuzzIssuer("root", 0x41, "root", 0x41, 2);
    static final FuzzIssuer BELOW = new FuzzIssuer("below", 0x42, "root", 0x41, 1);
    static final FuzzIssuer SIGNER = new FuzzIssuer("signer", 0x43, "below", 0x42, -1);

    private final KeyPair keys;
    private final Bytes certificate;

    private FuzzIssuer(String name, int key, String issuer, int issuerKey, int pathLength) {
        this.keys = FuzzKeys.p256(key);
        this.certificate = issue(name, issuer, FuzzKeys.p256(issuerKey), pathLength);
    }

    Bytes certificate() {
        return certificate;
    }

    KeyPair keys() {
        return keys;
    }

    /** A COSE_Sign1 that brings these certificates along; its signature is no one's. */
    static Bytes block(List<Bytes> chain) {
        Bytes header = new CborWriter().map(1).unsigned(1).integer(-9).toBytes();
        CborWriter writer = new CborWriter()
                .tag(18)
                .array(4)
                .bytes(header)
                .map(1)
                .unsigned(33)
                .array(chain.size());
        chain.forEach(writer::bytes);
        return writer.nil().bytes(FuzzKeys.octets(64, 1)).toBytes();
    }

    private Bytes issue(String name, String issuer, KeyPair signing, int pathLength) {
        try {
            return Bytes.wrap(TestIssuer.builder(name, issuer, name.length(), keys.getPublic(), pathLength)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(FuzzKeys.random(9))
                            .build(signing.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
