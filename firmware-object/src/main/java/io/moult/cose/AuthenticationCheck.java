package io.moult.cose;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.DecoderLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks one SUIT_Authentication_Block, which is a COSE_Sign1, COSE_Sign, COSE_Mac0 or COSE_Mac, tagged, over a detached
 * payload. It reads the block and nothing else: not the payload, and not the manifest whose digest the payload is. The
 * algorithm is taken from the protected header alone, and the key must be of its kind.
 *
 * <p>Proves that believed keys authenticated these payload octets; not what they say, nor when, nor that the keys may.
 * Immutable, any thread.
 *
 * <p>Deviation: a COSE_Key's algorithm restricts it to a kind of key, not to one number: ES256 is taken from a key that
 * says ESP256, which is the same signature under the name that RFC 9864 has given it.
 */
public final class AuthenticationCheck {
    private final TrustStore trust;
    private final DecoderLimits limits;

    public AuthenticationCheck(TrustStore trust, DecoderLimits limits) {
        this.trust = trust;
        this.limits = limits;
    }

    /**
     * Checks a block. Of several signatures in a COSE_Sign one good one suffices, as of several blocks: the others may
     * be by signers or algorithms of which this device knows nothing. How many are needed is for a policy to say, which
     * is given all whose signature is good.
     */
    public SignatureCheck check(Bytes block, Bytes detachedPayload) {
        return check(block, detachedPayload, Bytes.EMPTY);
    }

    /** Also over external data, which SUIT has none of. */
    SignatureCheck check(Bytes block, Bytes detachedPayload, Bytes externalData) {
        try {
            List<TrustAnchor> signers = new ArrayList<>();
            Optional<SignatureCheck.Invalid> best = Optional.empty();
            for (AuthenticationClaim claim :
                    new AuthenticationBlock(detachedPayload, externalData, limits).read(block)) {
                SignatureCheck one = check(claim);
                if (one instanceof SignatureCheck.Valid valid) {
                    signers.addAll(valid.signers());
                } else if (one instanceof SignatureCheck.Invalid invalid
                        && (best.isEmpty()
                                || invalid.reason().compareTo(best.get().reason()) > 0)) {
                    best = Optional.of(invalid);
                }
            }
            return signers.isEmpty() ? best.orElseThrow() : new SignatureCheck.Valid(distinct(signers));
        } catch (CborException e) {
            return malformed(e.detail());
        } catch (CoseException e) {
            return refused(e);
        }
    }

    private SignatureCheck check(AuthenticationClaim claim) {
        try {
            claim.headers().checkCritical();
            long number = claim.headers().protectedAlgorithm();
            Optional<CoseAlgorithm> algorithm = CoseAlgorithm.of(number);
            if (algorithm.isEmpty()) {
                throw CoseException.unsupported(CoseAlgorithm.label(number));
            }
            if (algorithm.get().isMac() != claim.structure().isMac()) {
                throw CoseException.malformed(CoseAlgorithm.label(number) + " in a "
                        + claim.structure().label());
            }
            return match(claim, algorithm.get());
        } catch (CborException e) {
            return malformed(e.detail());
        } catch (CoseException e) {
            return refused(e);
        }
    }

    /** Tries the key that is named, then all others: trust is decided by key, not by name. */
    private SignatureCheck match(AuthenticationClaim claim, CoseAlgorithm algorithm) {
        Optional<TrustAnchor> named = claim.keyId().flatMap(trust::find);
        if (named.isPresent() && isBy(named.get(), claim, algorithm)) {
            return new SignatureCheck.Valid(named.get());
        }
        for (TrustAnchor anchor : trust.anchors()) {
            if (!named.equals(Optional.of(anchor)) && isBy(anchor, claim, algorithm)) {
                return new SignatureCheck.Valid(anchor);
            }
        }
        if (named.isPresent() && isOnAnotherCurve(named.get(), algorithm)) {
            return new SignatureCheck.Invalid(
                    SignatureCheck.Reason.UNSUPPORTED,
                    CoseAlgorithm.label(algorithm.number()) + " with a key of "
                            + named.get().key().kind().label() + " is not supported");
        }
        if (claim.keyId().isPresent() && named.isEmpty()) {
            return new SignatureCheck.Invalid(
                    SignatureCheck.Reason.UNKNOWN_SIGNER,
                    "signed by " + shortHex(claim.keyId().get()) + ", who is not trusted");
        }
        boolean anyOfTheKind =
                trust.anchors().stream().anyMatch(anchor -> anchor.key().kind().equals(algorithm.kind()));
        return new SignatureCheck.Invalid(
                SignatureCheck.Reason.BAD_SIGNATURE,
                anyOfTheKind
                        ? "no trusted key made the " + (algorithm.isMac() ? "code" : "signature")
                        : "no trusted key is of the kind that " + CoseAlgorithm.label(algorithm.number()) + " takes");
    }

    private static boolean isBy(TrustAnchor anchor, AuthenticationClaim claim, CoseAlgorithm algorithm) {
        return anchor.key().kind().equals(algorithm.kind())
                && anchor.key().verifies(claim.authenticated(), claim.authenticator());
    }

    /** What RFC 9053 section 2.1 leaves open and RFC 9864 does not. */
    private static boolean isOnAnotherCurve(TrustAnchor anchor, CoseAlgorithm algorithm) {
        return anchor.key().kind() instanceof Ecdsa
                && algorithm.kind() instanceof Ecdsa
                && !anchor.key().kind().equals(algorithm.kind());
    }

    /** One anchor a key: who signs twice counts once. */
    private static List<TrustAnchor> distinct(List<TrustAnchor> signers) {
        List<TrustAnchor> distinct = new ArrayList<>();
        for (TrustAnchor signer : signers) {
            if (distinct.stream().noneMatch(other -> other.key().equals(signer.key()))) {
                distinct.add(signer);
            }
        }
        return distinct;
    }

    /**
     * In which capacity the one signature of a block says that it was made; empty if it does not, and for a COSE_Sign.
     * Nothing of it is checked: to be asked once the block is found good.
     */
    public static Optional<String> capacityOf(Bytes block, DecoderLimits limits) {
        try {
            List<AuthenticationClaim> claims = new AuthenticationBlock(Bytes.EMPTY, Bytes.EMPTY, limits).read(block);
            return claims.size() == 1 && claims.get(0).structure() != CoseStructure.SIGN
                    ? claims.get(0).headers().capacity()
                    : Optional.empty();
        } catch (CborException | CoseException e) {
            return Optional.empty();
        }
    }

    /** What an authentication block is, for people; nothing of it is checked. */
    public static String describe(Bytes block, DecoderLimits limits) {
        String structure = "authentication block";
        try {
            CborItem item = CborReader.readDocument(block, limits);
            Optional<CoseStructure> known = CoseStructure.of(item);
            if (known.isEmpty()) {
                return CoseStructure.nameOther(item);
            }
            structure = known.get().label();
            StringBuilder text = new StringBuilder(structure);
            for (AuthenticationClaim claim : new AuthenticationBlock(Bytes.EMPTY, Bytes.EMPTY, limits).read(block)) {
                text.append(", ")
                        .append(CoseAlgorithm.label(claim.headers().protectedAlgorithm()))
                        .append(claim.keyId()
                                .map(keyId -> ", key " + shortHex(keyId))
                                .orElse(", no key named"))
                        .append(claim.headers()
                                .capacity()
                                .map(capacity -> ", as " + capacity)
                                .orElse(""));
            }
            return text.toString();
        } catch (CborException e) {
            return "a malformed " + structure;
        } catch (CoseException e) {
            return e.isUnsupported() ? structure + ": " + e.detail() : "a malformed " + structure;
        }
    }

    private static String shortHex(Bytes keyId) {
        return keyId.length() <= 8 ? keyId.hex() : keyId.slice(0, 8).hex() + "…";
    }

    private static SignatureCheck malformed(String detail) {
        return new SignatureCheck.Invalid(SignatureCheck.Reason.MALFORMED, "authentication block: " + detail);
    }

    private static SignatureCheck refused(CoseException e) {
        return e.isUnsupported()
                ? new SignatureCheck.Invalid(SignatureCheck.Reason.UNSUPPORTED, e.detail())
                : malformed(e.detail());
    }
}
