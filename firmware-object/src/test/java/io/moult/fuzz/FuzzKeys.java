package io.moult.fuzz;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import io.moult.cose.KeyFileException;
import io.moult.cose.KeyFiles;
import io.moult.cose.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.HSSKeyPairGenerator;
import org.bouncycastle.crypto.params.HSSKeyGenerationParameters;
import org.bouncycastle.crypto.params.HSSPrivateKeyParameters;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** Keys of every kind, the same in each run, so that inputs that were good once stay good. */
final class FuzzKeys {
    /** The octets under a signature. */
    static final Bytes PAYLOAD = octets(34, 0x77);

    private FuzzKeys() {}

    /** COSE_Keys of those who sign: P-256, P-384, Ed25519, ML-DSA-44, a shared secret. */
    static List<Bytes> signing() {
        return List.of(
                key(2, part(-1, 1), part(-4, octets(32, 0x11))),
                key(2, part(-1, 2), part(-4, octets(48, 0x12))),
                key(1, part(-1, 6), part(-4, octets(32, 0x13))),
                key(7, part(3, -48), part(-2, octets(32, 0x14))),
                key(4, part(-1, octets(32, 0x15))));
    }

    static SigningKey signingKey(Bytes coseKey) {
        try {
            return KeyFiles.signingKey(coseKey);
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    /** Key-encryption keys of each length. */
    static List<Bytes> keyEncryption() {
        return Stream.of(16, 24, 32)
                .map(length -> key(4, part(-1, octets(length, length))))
                .toList();
    }

    /** Private keys that agree: on P-256 in PKCS#8, and for X25519 as a COSE_Key. */
    static List<Bytes> agreement() {
        return List.of(
                Bytes.wrap(p256().getPrivate().getEncoded()),
                key(1, part(-1, 4), part(-4, Bytes.wrap(x25519().getEncoded()))));
    }

    /** The public parts of {@link #agreement}. */
    static List<Bytes> agreementPublic() {
        Bytes x = Bytes.wrap(x25519().generatePublicKey().getEncoded());
        return List.of(Bytes.wrap(p256().getPublic().getEncoded()), key(1, part(-1, 4), part(-2, x)));
    }

    private static KeyPair p256() {
        return p256(0x21);
    }

    /** The pair whose private key is an octet 32 times over, in the form of SEC 1. */
    static KeyPair p256(int octet) {
        String der = "30310201010420" + octets(32, octet).hex() + "a00a06082a8648ce3d030107";
        String pem = "-----BEGIN EC PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(Bytes.ofHex(der).toArray()) + "\n-----END EC PRIVATE KEY-----\n";
        try {
            return KeyFiles.pair(KeyFiles.privateKey(Bytes.wrap(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static X25519PrivateKeyParameters x25519() {
        return new X25519PrivateKeyParameters(random(0x22));
    }

    /** Of one tree with 32 places, the first of which signs. */
    static HSSPrivateKeyParameters hss() {
        HSSKeyPairGenerator generator = new HSSKeyPairGenerator();
        generator.init(new HSSKeyGenerationParameters(
                new LMSParameters[] {new LMSParameters(LMSigParameters.lms_sha256_n32_h5, LMOtsParameters.sha256_n32_w4)
                },
                random(0x31)));
        return (HSSPrivateKeyParameters) generator.generateKeyPair().getPrivate();
    }

    /** What passes for random, and is the same each time. */
    static SecureRandom random(long seed) {
        return new Repeatable(seed);
    }

    static Bytes octets(int count, int value) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) value);
        return Bytes.wrap(octets);
    }

    static Bytes key(long type, CborItem.Pair... parts) {
        List<CborItem.Pair> all =
                Stream.concat(Stream.of(part(1, type)), Arrays.stream(parts)).toList();
        return new CborWriter().item(new CborItem.Mapping(all)).toBytes();
    }

    static CborItem.Pair part(long label, long value) {
        return new CborItem.Pair(CborItem.ofLong(label), CborItem.ofLong(value));
    }

    static CborItem.Pair part(long label, Bytes value) {
        return new CborItem.Pair(CborItem.ofLong(label), new CborItem.ByteString(value));
    }

    private static final class Repeatable extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final Random source;

        Repeatable(long seed) {
            this.source = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] octets) {
            source.nextBytes(octets);
        }
    }
}
