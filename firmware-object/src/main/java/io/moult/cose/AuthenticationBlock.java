package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import io.moult.cbor.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an authentication block into the claims that it makes over a detached payload. Of COSE_Mac only the form with
 * one recipient who has the key already (direct) is read: no profile of SUIT distributes keys for authentication.
 */
final class AuthenticationBlock {
    private static final long DIRECT = -6;

    private final DecoderLimits limits;
    private final Bytes payload;
    private final Bytes externalData;

    /** @param externalData none in SUIT */
    AuthenticationBlock(Bytes payload, Bytes externalData, DecoderLimits limits) {
        this.payload = payload;
        this.externalData = externalData;
        this.limits = limits;
    }

    List<AuthenticationClaim> read(Bytes encoded) throws CborException, CoseException {
        CborItem item = CborReader.readDocument(encoded, limits);
        Optional<CoseStructure> structure = CoseStructure.of(item);
        if (structure.isEmpty()) {
            throw CoseException.unsupported(CoseStructure.nameOther(item));
        }
        List<CborItem> parts =
                ((CborItem.Tagged) item).item().array(structure.get().label());
        if (parts.size() != structure.get().parts()) {
            throw CoseException.malformed("not of " + structure.get().parts() + " parts");
        }
        CoseHeaders headers = CoseHeaders.read(parts, limits);
        if (!parts.get(2).equals(CborItem.Simple.NULL)) {
            throw CoseException.malformed("a payload that is not detached");
        }
        return switch (structure.get()) {
            case SIGN1, MAC0 -> List.of(single(structure.get(), headers, headers.keyId(), parts.get(3)));
            case MAC -> List.of(single(CoseStructure.MAC, headers, directKeyId(parts.get(4)), parts.get(3)));
            case SIGN -> signatures(headers, parts.get(3).array("the signatures"));
        };
    }

    private AuthenticationClaim single(
            CoseStructure structure, CoseHeaders headers, Optional<Bytes> keyId, CborItem authenticator)
            throws CborException {
        return new AuthenticationClaim(
                structure,
                headers,
                keyId,
                structure.authenticated(headers.covered(), externalData, payload),
                authenticator.bytes("the signature or code"));
    }

    private List<AuthenticationClaim> signatures(CoseHeaders body, List<CborItem> signatures)
            throws CborException, CoseException {
        if (signatures.isEmpty()) {
            throw CoseException.malformed("no signature");
        }
        limits.check(Limit.SIGNATURES, signatures.size());
        body.checkCritical();
        List<AuthenticationClaim> claims = new ArrayList<>();
        for (CborItem signature : signatures) {
            List<CborItem> parts = signature.array("a signature");
            if (parts.size() != 3) {
                throw CoseException.malformed("a signature not of three parts");
            }
            CoseHeaders headers = CoseHeaders.read(parts, limits);
            claims.add(new AuthenticationClaim(
                    CoseStructure.SIGN,
                    headers,
                    headers.keyId(),
                    CoseStructure.SIGN.authenticated(body.covered(), headers.covered(), externalData, payload),
                    parts.get(2).bytes("the signature")));
        }
        return claims;
    }

    private Optional<Bytes> directKeyId(CborItem recipients) throws CborException, CoseException {
        List<CborItem> all = recipients.array("the recipients");
        if (all.size() != 1) {
            throw CoseException.unsupported("COSE_Mac with " + all.size() + " recipients");
        }
        List<CborItem> parts = all.get(0).array("a recipient");
        if (parts.size() != 3) {
            throw CoseException.malformed("a recipient not of three parts");
        }
        CoseHeaders headers = CoseHeaders.read(parts, limits);
        headers.checkCritical();
        long algorithm = headers.anyAlgorithm();
        if (algorithm != DIRECT) {
            throw CoseException.unsupported("COSE_Mac with " + CoseAlgorithm.label(algorithm));
        }
        if (!headers.isProtectedEmpty()
                || !parts.get(2).bytes("the recipient's key").isEmpty()) {
            throw CoseException.malformed("a recipient with a key of its own, and one that is distributed");
        }
        return headers.keyId();
    }
}
