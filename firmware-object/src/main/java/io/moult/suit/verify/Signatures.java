package io.moult.suit.verify;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.CertificateChain;
import io.moult.cose.SignatureCheck;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.manifest.Authentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out who signed a digest. Says nothing of the manifest, nor whether they may. */
final class Signatures {
    private final TrustStore trust;
    private final DecoderLimits limits;
    private final boolean rolesMatter;
    private final AuthenticationCheck check;

    /** @param rolesMatter whether it is looked at in which role a signature says that it was made */
    Signatures(TrustStore trust, DecoderLimits limits, boolean rolesMatter) {
        this.trust = trust;
        this.limits = limits;
        this.rolesMatter = rolesMatter;
        this.check = new AuthenticationCheck(trust, limits);
    }

    /** Who signed, or why nobody who is believed did. */
    record Found(List<Signatory> signatories, Optional<Refusal> refusal) {}

    /**
     * Blocks by algorithms or signers of which this device knows nothing are passed over (section 8.3). Of several bad ones
     * the best understood is reported.
     *
     * @param oneSuffices stop at the first good one that says nothing of a role
     */
    Found check(Authentication authentication, boolean oneSuffices, OptionalLong nowEpochSeconds) {
        List<Signatory> good = new ArrayList<>();
        Optional<SignatureCheck.Invalid> best = Optional.empty();
        for (Bytes block : authentication.blocks()) {
            Checked checked = check(block, authentication.signedOctets(), nowEpochSeconds);
            good.addAll(checked.signatories());
            if (oneSuffices && good.stream().anyMatch(one -> one.capacity().isEmpty())) {
                break;
            }
            if (checked.invalid().isPresent() && isBetter(checked.invalid().get(), best)) {
                best = checked.invalid();
            }
        }
        return good.isEmpty() ? new Found(List.of(), Optional.of(refusal(best))) : new Found(good, Optional.empty());
    }

    private record Checked(List<Signatory> signatories, Optional<SignatureCheck.Invalid> invalid) {}

    /** First by the keys that are believed themselves, then by one to which they have delegated. */
    private Checked check(Bytes block, Bytes signed, OptionalLong now) {
        SignatureCheck direct = check.check(block, signed);
        Optional<String> capacity = rolesMatter ? AuthenticationCheck.capacityOf(block, limits) : Optional.empty();
        if (direct instanceof SignatureCheck.Valid valid) {
            return new Checked(
                    valid.signers().stream()
                            .map(signer -> new Signatory(signer, signer, capacity))
                            .toList(),
                    Optional.empty());
        }
        CertificateChain.Delegation delegation = CertificateChain.judge(block, trust, limits, now);
        if (delegation instanceof CertificateChain.Delegation.Good delegated) {
            return checkDelegate(block, signed, delegated, capacity);
        }
        SignatureCheck.Invalid invalid = (SignatureCheck.Invalid) direct;
        if (delegation instanceof CertificateChain.Delegation.Bad bad
                && invalid.reason() != SignatureCheck.Reason.MALFORMED) {
            invalid = new SignatureCheck.Invalid(SignatureCheck.Reason.UNKNOWN_SIGNER, bad.detail());
        }
        return new Checked(List.of(), Optional.of(invalid));
    }

    private Checked checkDelegate(
            Bytes block, Bytes signed, CertificateChain.Delegation.Good delegated, Optional<String> capacity) {
        SignatureCheck result =
                new AuthenticationCheck(TrustStore.of(delegated.delegate()), limits).check(block, signed);
        if (result instanceof SignatureCheck.Valid valid) {
            TrustAnchor delegate = valid.signer();
            return new Checked(List.of(new Signatory(delegate, delegated.anchor(), capacity)), Optional.empty());
        }
        return new Checked(List.of(), Optional.of((SignatureCheck.Invalid) result));
    }

    private static boolean isBetter(SignatureCheck.Invalid one, Optional<SignatureCheck.Invalid> best) {
        return best.isEmpty() || one.reason().compareTo(best.get().reason()) > 0;
    }

    private static Refusal refusal(Optional<SignatureCheck.Invalid> best) {
        if (best.isEmpty()) {
            return new Refusal(RefusalReason.NO_SIGNATURE, "the envelope is not signed");
        }
        return Refusal.of(best.get());
    }
}
