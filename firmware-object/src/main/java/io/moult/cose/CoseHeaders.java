package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two header maps of a COSE structure (RFC 9052 section 3). No label stands in both, so no reader can take one where
 * another takes the other. Either map may be in any order.
 */
final class CoseHeaders {
    static final long ALGORITHM = 1;
    static final long CRITICAL = 2;
    static final long KEY_ID = 4;
    static final long IV = 5;
    static final long PARTIAL_IV = 6;
    /** In which capacity somebody signs, as a text: ours, from the labels for private use. */
    static final long CAPACITY = -65601;

    /** Labels that everything that reads these headers understands. */
    private static final Set<Long> UNDERSTOOD = Set.of(ALGORITHM, KEY_ID, IV);

    private final Bytes protectedOctets;
    private final CborItem.Mapping protectedFields;
    private final CborItem.Mapping unprotectedFields;

    private CoseHeaders(Bytes protectedOctets, CborItem.Mapping protectedFields, CborItem.Mapping unprotectedFields) {
        this.protectedOctets = protectedOctets;
        this.protectedFields = protectedFields;
        this.unprotectedFields = unprotectedFields;
    }

    /** From the first two parts of a structure. */
    static CoseHeaders read(List<CborItem> parts, DecoderLimits limits) throws CborException, CoseException {
        Bytes octets = parts.get(0).bytes("the protected header");
        CborItem.Mapping unprotectedFields = parts.get(1).map("the unprotected header");
        CborItem.Mapping protectedFields = octets.isEmpty()
                ? new CborItem.Mapping(List.of())
                : CborReader.readDocument(octets, limits).map("the protected header");
        for (CborItem.Pair pair : unprotectedFields.pairs()) {
            if (protectedFields.pairs().stream().anyMatch(other -> other.key().equals(pair.key()))) {
                throw CoseException.malformed("a header is both protected and not");
            }
        }
        return new CoseHeaders(octets, protectedFields, unprotectedFields);
    }

    /** What an authenticator covers: the octets as received, and none for an empty map (RFC 9052 section 4.4). */
    Bytes covered() {
        return protectedFields.pairs().isEmpty() ? Bytes.EMPTY : protectedOctets;
    }

    /** Whether the protected header is the byte string of no octets. */
    boolean isProtectedEmpty() {
        return protectedOctets.isEmpty();
    }

    /** Refuses critical headers that are not understood (RFC 9052 section 3.1). */
    void checkCritical() throws CborException, CoseException {
        if (unprotectedFields.find(CRITICAL).isPresent()) {
            throw CoseException.malformed("critical headers are listed where nothing protects the list");
        }
        Optional<CborItem> listed = protectedFields.find(CRITICAL);
        if (listed.isEmpty()) {
            return;
        }
        List<CborItem> labels = listed.get().array("the list of critical headers");
        if (labels.isEmpty()) {
            throw CoseException.malformed("an empty list of critical headers");
        }
        for (CborItem label : labels) {
            if (!(label instanceof CborItem.Unsigned number) || !UNDERSTOOD.contains(number.value())) {
                throw CoseException.unsupported("a critical header");
            }
            if (protectedFields.find(number.value()).isEmpty()) {
                throw CoseException.malformed("critical header " + number.value() + " is not there");
            }
        }
    }

    /** The algorithm's number, from the protected header alone. */
    long protectedAlgorithm() throws CborException, CoseException {
        Optional<CborItem> said = protectedFields.find(ALGORITHM);
        if (said.isEmpty()) {
            throw CoseException.malformed("no algorithm in the protected header");
        }
        return number(said.get());
    }

    /** The algorithm's number, from the unprotected header of a structure that has nothing to protect it with. */
    long unprotectedAlgorithm() throws CborException, CoseException {
        Optional<CborItem> said = unprotectedFields.find(ALGORITHM);
        if (said.isEmpty()) {
            throw CoseException.malformed("no algorithm in the header");
        }
        return number(said.get());
    }

    /** The algorithm's number wherever it is said, to speak of it. */
    long anyAlgorithm() throws CborException, CoseException {
        return protectedFields.find(ALGORITHM).isPresent() ? protectedAlgorithm() : unprotectedAlgorithm();
    }

    private static long number(CborItem algorithm) throws CborException, CoseException {
        if (algorithm instanceof CborItem.Text) {
            throw CoseException.unsupported("an algorithm named by text");
        }
        return algorithm.integer("the algorithm");
    }

    /** The octets of a header in either map. */
    Optional<Bytes> octets(long label, String what) throws CborException {
        Optional<CborItem> said = find(label);
        return said.isEmpty() ? Optional.empty() : Optional.of(said.get().bytes(what));
    }

    /** The key id; it only says which key to try first. */
    Optional<Bytes> keyId() throws CborException {
        return octets(KEY_ID, "the key id");
    }

    /** In which capacity this was signed: what is protected alone says so. */
    Optional<String> capacity() throws CborException {
        Optional<CborItem> said = protectedFields.find(CAPACITY);
        return said.isEmpty() ? Optional.empty() : Optional.of(said.get().text("the capacity"));
    }

    /** A header in either map. */
    Optional<CborItem> find(long label) {
        return protectedFields.find(label).or(() -> unprotectedFields.find(label));
    }
}
