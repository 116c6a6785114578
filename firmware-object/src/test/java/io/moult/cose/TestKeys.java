package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborWriter;
import java.util.Arrays;
import java.util.List;

/** A key of every kind that signs from memory, each made of fixed octets, so that tests can be repeated. */
final class TestKeys {
    private TestKeys() {}

    /** One COSE_Key with private part a kind: P-256, P-384, Ed25519, the three of ML-DSA, a shared secret. */
    static List<Bytes> all() {

        return List.of(
                key(2, CoseKey.part(-1, 1), CoseKey.part(-4, octets(32, 0x11))),
                key(2, CoseKey.part(-1, 2), CoseKey.part(-4, octets(48, 0x12))),
                key(1, CoseKey.part(-1, 6), CoseKey.part(-4, octets(32, 0x13))),
                key(7, CoseKey.part(3, -48), CoseKey.part(-2, octets(32, 0x14))),
                key(7, CoseKey.part(3, -49), CoseKey.part(-2, octets(32, 0x15))),
                key(7, CoseKey.part(3, -50), CoseKey.part(-2, octets(32, 0x16))),
                hmac());
    }

    static Bytes hmac() {
        return key(4, CoseKey.part(-1, octets(32, 0x61)));
    }

    static Bytes p256() {
        return all().get(0);
    }

    static Bytes ed25519() {
        return all().get(2);
    }

    static Bytes key(long type, CborItem.Pair... parts) {
        return new CborWriter().item(CoseKey.fields(type, List.of(parts))).toBytes();
    }

    static Bytes octets(int count, int value) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) value);
        return Bytes.wrap(octets);
    }

    static SigningKey signing(Bytes coseKey) {
        try {
            return KeyFiles.signingKey(coseKey);
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    /** Believes keys that sign. */
    static TrustStore trust(SigningKey... keys) {
        return TrustStore.of(Arrays.stream(keys)
                .map(key -> TrustAnchor.of(key.verificationKey()))
                .toList());
    }
}
