package io.moult.attest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.CoseMessage;
import io.moult.cose.CoseSigner;
import io.moult.cose.SignatureCheck;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import java.io.IOException;
import java.util.Optional;

/**
 * Boot evidence in a COSE_Sign1 by the device's own key, whose thumbprint (RFC 9679) it names. A signature that was
 * checked proves which device booted so; not when.
 */
public final class SignedEvidence {
    /** Longer ones are not read. */
    public static final int LIMIT_BYTES = 8 * 1024;

    private static final long SIGN1 = 18;

    private SignedEvidence() {}

    /** IOException if the key, which may be elsewhere, gives no signature. */
    public static Bytes sign(BootEvidence evidence, SigningKey device) throws IOException {
        CoseSigner signer = CoseSigner.of(device, device.verificationKey().thumbprint());
        return CoseMessage.of(signer, evidence.encode()).encode();
    }

    /** What is to be thought of some octets. */
    public sealed interface Opened {
        /** The device whose key is known made them. */
        record Authentic(BootEvidence evidence) implements Opened {}

        /** They can be read, and nobody knows the device's key. */
        record NotChecked(BootEvidence evidence) implements Opened {}

        /** They are not to be believed, or cannot be read. */
        record Refused(String detail) implements Opened {}
    }

    /** @param device the key of the device that is to have made it, if it is known */
    public static Opened open(Bytes message, Optional<TrustAnchor> device, DecoderLimits limits) {
        if (message.length() > LIMIT_BYTES) {
            return new Opened.Refused("evidence of " + message.length() + " B");
        }
        try {
            CoseMessage read = CoseMessage.read(message, limits)
                    .filter(one -> one.tag() == SIGN1)
                    .orElse(null);
            if (read == null) {
                return new Opened.Refused("evidence is no COSE_Sign1");
            }
            if (!read.isWhole()) {
                return new Opened.Refused(
                        "evidence is a COSE_Sign1 of " + read.parts().size() + " parts");
            }
            Bytes payload = read.payload("the claims");
            BootEvidence evidence = BootEvidence.decode(payload, limits);
            if (device.isEmpty()) {
                return new Opened.NotChecked(evidence);
            }
            SignatureCheck check = new AuthenticationCheck(TrustStore.of(device.get()), limits)
                    .check(read.detached().encode(), payload);
            return check.fold(valid -> new Opened.Authentic(evidence), invalid -> new Opened.Refused(invalid.detail()));
        } catch (CborException e) {
            return new Opened.Refused(e.detail());
        }
    }
}
