package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** COSE_Key (RFC 9052 section 7): its fields, of which the {@link KeyKind} makes sense. */
public final class CoseKey {
    static final long TYPE_OKP = 1;
    static final long TYPE_EC2 = 2;
    static final long TYPE_SYMMETRIC = 4;
    static final long TYPE_HSS_LMS = 5;
    static final long TYPE_AKP = 7;

    static final long CURVE = -1;
    static final long X = -2;
    static final long Y = -3;
    static final long D = -4;
    /** The public key of HSS-LMS and AKP, the secret of a symmetric one. */
    static final long ONLY_PART = -1;
    /** The private key of AKP: its seed. */
    static final long SEED = -2;

    static final Set<Long> TO_AUTHENTICATE = Set.of(1L, 2L, 9L, 10L);
    static final Set<Long> TO_ENCRYPT = Set.of(3L, 4L);
    static final Set<Long> TO_DISTRIBUTE = Set.of(5L, 6L, 7L, 8L);

    private static final long KEY_TYPE = 1;
    private static final long KEY_ID = 2;
    private static final long ALGORITHM = 3;
    private static final long OPERATIONS = 4;

    private final CborItem.Mapping fields;

    private CoseKey(CborItem.Mapping fields) {
        this.fields = fields;
    }

    /** Whether the octets begin like a CBOR map. */
    static boolean isLikely(Bytes content) {
        return !content.isEmpty() && content.at(0) >>> 5 == 5;
    }

    static CoseKey read(Bytes encoded) throws KeyFileException {
        try {
            return of(CborReader.readFile(encoded, DecoderLimits.DEFAULT));
        } catch (CborException e) {
            throw new KeyFileException("is not a COSE_Key: " + e.detail());
        }
    }

    static CoseKey of(CborItem item) throws KeyFileException {
        if (item instanceof CborItem.Mapping map && map.find(KEY_TYPE).isPresent()) {
            return new CoseKey(map);
        }
        throw new KeyFileException("is not a COSE_Key");
    }

    /** The key type (kty). */
    long type() throws KeyFileException {
        return number(KEY_TYPE, "the key type");
    }

    /** Whether it is of a type and on a curve. */
    boolean is(long type, long curve) throws KeyFileException {
        return type() == type && number(CURVE, "the curve") == curve;
    }

    Optional<Bytes> keyId() throws KeyFileException {
        return has(KEY_ID) ? Optional.of(octets(KEY_ID, "the key id")) : Optional.empty();
    }

    /** The algorithm that it is restricted to. */
    Optional<Long> algorithm() throws KeyFileException {
        return has(ALGORITHM) ? Optional.of(number(ALGORITHM, "the algorithm")) : Optional.empty();
    }

    /** Refuses a key that says it is not for these operations. */
    void requireUse(Set<Long> operations) throws KeyFileException {
        Optional<CborItem> said = fields.find(OPERATIONS);
        if (said.isEmpty()) {
            return;
        }
        try {
            for (CborItem operation : said.get().array("the key operations")) {
                if (operation instanceof CborItem.Unsigned number && operations.contains(number.value())) {
                    return;
                }
            }
        } catch (CborException e) {
            throw new KeyFileException("is not a COSE_Key: " + e.detail());
        }
        throw new KeyFileException("is a COSE_Key for other operations");
    }

    /** Whether it has a part that only its owner may have; a shared secret has none. */
    boolean isPrivate() throws KeyFileException {
        long type = type();
        return ((type == TYPE_EC2 || type == TYPE_OKP) && has(D))
                || (type == TYPE_AKP && has(SEED))
                || fields.pairs().stream().anyMatch(pair -> pair.key().equals(new CborItem.Text(HssKeyFile.STATE)));
    }

    boolean has(long label) {
        return fields.find(label).isPresent();
    }

    boolean isTrue(long label) {
        return fields.find(label).filter(CborItem.Simple.TRUE::equals).isPresent();
    }

    boolean isOctets(long label) {
        return fields.find(label).filter(CborItem.ByteString.class::isInstance).isPresent();
    }

    Bytes octets(long label, String what) throws KeyFileException {
        try {
            return find(label, what).bytes(what);
        } catch (CborException e) {
            throw new KeyFileException("is not a COSE_Key: " + e.detail());
        }
    }

    /** Octets of a fixed number. */
    Bytes octets(long label, String what, int length) throws KeyFileException {
        Bytes octets = octets(label, what);
        if (octets.length() != length) {
            throw new KeyFileException(
                    "is a COSE_Key in which " + what + " has " + octets.length() + " octets, not " + length);
        }
        return octets;
    }

    private long number(long label, String what) throws KeyFileException {
        try {
            return find(label, what).integer(what);
        } catch (CborException e) {
            throw new KeyFileException("is not a COSE_Key: " + e.detail());
        }
    }

    private CborItem find(long label, String what) throws KeyFileException {
        return fields.find(label).orElseThrow(() -> new KeyFileException("is a COSE_Key without " + what));
    }

    /** A part of a key, to be written. */
    static CborItem.Pair part(long label, long value) {
        return new CborItem.Pair(CborItem.ofLong(label), CborItem.ofLong(value));
    }

    static CborItem.Pair part(long label, Bytes value) {
        return new CborItem.Pair(CborItem.ofLong(label), new CborItem.ByteString(value));
    }

    /** A key of these parts besides its type. */
    static CborItem.Mapping fields(long type, List<CborItem.Pair> parts) {
        List<CborItem.Pair> all = new ArrayList<>(parts);
        all.add(part(KEY_TYPE, type));
        return new CborItem.Mapping(all);
    }

    /** SHA-256 of the key in its deterministic form (RFC 9679), given the parts that make the key. */
    static Bytes thumbprint(long type, CborItem.Pair... parts) {
        return DigestAlgorithm.SHA_256.digest(
                new CborWriter().item(fields(type, List.of(parts))).toBytes());
    }
}
