package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import java.util.List;
import java.util.Optional;

/**
 * COSE_Sign1 with a detached payload (RFC 9052 section 4.2), tagged 18. The algorithm is taken from the protected header
 * alone; a critical header that is not understood is refused; the payload must be nil.
 *
 * <p>Proves that a believed key signed these payload octets; not what they say, nor when.
 */
public final class CoseSign1 {
    private static final long TAG_SIGN1 = 18;
    private static final long HEADER_ALGORITHM = 1;
    private static final long HEADER_CRITICAL = 2;
    private static final long HEADER_KEY_ID = 4;

    private CoseSign1() {}

    /** Checks an encoded COSE_Sign1 over a detached payload against whom is believed. */
    public static SignatureCheck verify(Bytes encoded, Bytes detachedPayload, TrustStore trust, DecoderLimits limits) {
        try {
            CborItem item = CborReader.readDocument(encoded, limits);
            if (!(item instanceof CborItem.Tagged tagged) || tagged.tag() != TAG_SIGN1) {
                return invalid(SignatureCheck.Reason.UNSUPPORTED, structureName(item) + " is not supported");
            }
            return verify(tagged.item().array("COSE_Sign1"), detachedPayload, trust, limits);
        } catch (CborException e) {
            return invalid(SignatureCheck.Reason.MALFORMED, "COSE_Sign1: " + e.detail());
        }
    }

    private static SignatureCheck verify(
            List<CborItem> parts, Bytes detachedPayload, TrustStore trust, DecoderLimits limits) throws CborException {
        if (parts.size() != 4) {
            throw CborException.malformed("not four parts");
        }
        Bytes protectedHeader = parts.get(0).bytes("the protected header");
        CborItem.Mapping unprotectedFields = parts.get(1).map("the unprotected header");
        Bytes signature = parts.get(3).bytes("the signature");
        if (!parts.get(2).equals(CborItem.Simple.NULL)) {
            throw CborException.malformed("a payload that is not detached");
        }
        CborItem.Mapping protectedFields = protectedHeader.isEmpty()
                ? new CborItem.Mapping(List.of())
                : CborReader.readDocument(protectedHeader, limits).map("the protected header");
        if (protectedFields.find(HEADER_CRITICAL).isPresent()
                || unprotectedFields.find(HEADER_CRITICAL).isPresent()) {
            return invalid(SignatureCheck.Reason.UNSUPPORTED, "critical headers are not supported");
        }
        Optional<CborItem> algorithm = protectedFields.find(HEADER_ALGORITHM);
        if (algorithm.isEmpty()) {
            throw CborException.malformed("no algorithm in the protected header");
        }
        if (algorithm.get() instanceof CborItem.Text) {
            return invalid(SignatureCheck.Reason.UNSUPPORTED, "an algorithm named by text is not supported");
        }
        long number = algorithm.get().integer("the algorithm");
        if (CoseAlgorithm.of(number).isEmpty()) {
            return invalid(SignatureCheck.Reason.UNSUPPORTED, CoseAlgorithm.label(number) + " is not supported");
        }
        Optional<Bytes> keyId = keyId(protectedFields).or(() -> keyId(unprotectedFields));
        return match(keyId, sigStructure(protectedHeader, detachedPayload), signature, trust);
    }

    /** Tries the key that is named, then all others: trust is decided by key, not by name. */
    private static SignatureCheck match(Optional<Bytes> keyId, Bytes toBeSigned, Bytes signature, TrustStore trust) {
        Optional<TrustAnchor> named = keyId.flatMap(trust::find);
        if (named.isPresent() && P256.verify(named.get().publicKey(), toBeSigned, signature)) {
            return new SignatureCheck.Valid(named.get());
        }
        for (TrustAnchor anchor : trust.anchors()) {
            if (P256.verify(anchor.publicKey(), toBeSigned, signature)) {
                return new SignatureCheck.Valid(anchor);
            }
        }
        if (keyId.isPresent() && named.isEmpty()) {
            return invalid(
                    SignatureCheck.Reason.UNKNOWN_SIGNER,
                    "signed by " + shortHex(keyId.get()) + ", who is not trusted");
        }
        return invalid(SignatureCheck.Reason.BAD_SIGNATURE, "no trusted key made the signature");
    }

    /** What an authentication block is, for people; nothing of it is checked. */
    public static String describe(Bytes encoded, DecoderLimits limits) {
        try {
            CborItem item = CborReader.readDocument(encoded, limits);
            if (!(item instanceof CborItem.Tagged tagged) || tagged.tag() != TAG_SIGN1) {
                return structureName(item);
            }
            List<CborItem> parts = tagged.item().array("COSE_Sign1");
            if (parts.size() != 4) {
                return "a malformed COSE_Sign1";
            }
            CborItem.Mapping protectedFields = CborReader.readDocument(
                            parts.get(0).bytes("the header"), limits)
                    .map("the protected header");
            Optional<CborItem> algorithm = protectedFields.find(HEADER_ALGORITHM);
            String name = algorithm.isPresent()
                    ? CoseAlgorithm.label(algorithm.get().integer("the algorithm"))
                    : "without algorithm";
            CborItem.Mapping unprotectedFields = parts.get(1).map("the unprotected header");
            return "COSE_Sign1, " + name
                    + keyId(protectedFields)
                            .or(() -> keyId(unprotectedFields))
                            .map(keyId -> ", key " + shortHex(keyId))
                            .orElse(", no key named");
        } catch (CborException e) {
            return "a malformed COSE_Sign1";
        }
    }

    private static Optional<Bytes> keyId(CborItem.Mapping header) {
        return header.find(HEADER_KEY_ID)
                .filter(CborItem.ByteString.class::isInstance)
                .map(value -> ((CborItem.ByteString) value).content());
    }

    private static String shortHex(Bytes keyId) {
        return keyId.length() <= 8 ? keyId.hex() : keyId.slice(0, 8).hex() + "…";
    }

    private static String structureName(CborItem item) {
        if (item instanceof CborItem.Tagged tagged) {
            if (tagged.tag() == 17) {
                return "COSE_Mac0";
            } else if (tagged.tag() == 97) {
                return "COSE_Mac";
            } else if (tagged.tag() == 98) {
                return "COSE_Sign";
            }
            return "an authentication block with tag " + Long.toUnsignedString(tagged.tag());
        }
        return "an authentication block without tag";
    }

    private static SignatureCheck invalid(SignatureCheck.Reason reason, String detail) {
        return new SignatureCheck.Invalid(reason, detail);
    }

    /** Sig_structure (RFC 9052 section 4.4): what is signed. */
    public static Bytes sigStructure(Bytes protectedHeader, Bytes payload) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader)
                .bytes(Bytes.EMPTY)
                .bytes(payload)
                .toBytes();
    }

    /** The protected header that we write: the algorithm, and the key id, so that neither can be changed. */
    public static Bytes protectedHeader(CoseAlgorithm algorithm, Bytes keyId) {
        return new CborWriter()
                .map(2)
                .unsigned(HEADER_ALGORITHM)
                .integer(algorithm.number())
                .unsigned(HEADER_KEY_ID)
                .bytes(keyId)
                .toBytes();
    }

    /** The encoded, tagged COSE_Sign1 with a detached payload and no unprotected header. */
    public static Bytes encode(Bytes protectedHeader, Bytes signature) {
        return new CborWriter()
                .tag(TAG_SIGN1)
                .array(4)
                .bytes(protectedHeader)
                .map(0)
                .nil()
                .bytes(signature)
                .toBytes();
    }
}
