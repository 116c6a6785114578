package io.moult.attest;

import io.moult.bytes.Bytes;
import io.moult.cbor.CborException;
import io.moult.cbor.CborItem;
import io.moult.cbor.CborReader;
import io.moult.cbor.CborWriter;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.AuthenticationCheck;
import io.moult.cose.AuthenticationWriter;
import io.moult.cose.CoseSigner;
import io.moult.cose.SignatureCheck;
import io.moult.cose.SigningKey;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Boot evidence in a COSE_Sign1 by the device's own key, whose thumbprint (RFC 9679) it names. A signature that was
 * checked proves which device booted so; not when.
 */
public final class SignedEvidence {
    /** Longer ones are not read. */
    public static final int LIMIT_BYTES = 8 * 1024;

    private static final long SIGN1 = 18;
    private static final int PARTS = 4;
    private static final int PAYLOAD = 2;

    private SignedEvidence() {}

    /** IOException if the key, which may be elsewhere, gives no signature. */
    public static Bytes sign(BootEvidence evidence, SigningKey device) throws IOException {
        Bytes payload = evidence.encode();
        CoseSigner signer = CoseSigner.of(device, device.verificationKey().thumbprint());
        try {
            CborItem item = CborReader.readDocument(AuthenticationWriter.block(signer, payload), DecoderLimits.DEFAULT);
            List<CborItem> parts = ((CborItem.Tagged) item).item().array("COSE_Sign1");
            return withPayload(parts, new CborItem.ByteString(payload));
        } catch (CborException e) {
            throw new IllegalStateException("our own message cannot be read", e);
        }
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
            CborItem item = CborReader.readDocument(message, limits);
            if (!(item instanceof CborItem.Tagged tagged) || tagged.tag() != SIGN1) {
                return new Opened.Refused("evidence is no COSE_Sign1");
            }
            List<CborItem> parts = tagged.item().array("COSE_Sign1");
            if (parts.size() != PARTS) {
                return new Opened.Refused("evidence is a COSE_Sign1 of " + parts.size() + " parts");
            }
            Bytes payload = parts.get(PAYLOAD).bytes("the claims");
            BootEvidence evidence = BootEvidence.decode(payload, limits);
            if (device.isEmpty()) {
                return new Opened.NotChecked(evidence);
            }
            SignatureCheck check = new AuthenticationCheck(TrustStore.of(device.get()), limits)
                    .check(withPayload(parts, CborItem.Simple.NULL), payload);
            return check.fold(valid -> new Opened.Authentic(evidence), invalid -> new Opened.Refused(invalid.detail()));
        } catch (CborException e) {
            return new Opened.Refused(e.detail());
        }
    }

    private static Bytes withPayload(List<CborItem> parts, CborItem payload) {
        List<CborItem> changed = new ArrayList<>(parts);
        changed.set(PAYLOAD, payload);
        return new CborWriter()
                .item(new CborItem.Tagged(SIGN1, new CborItem.Array(changed)))
                .toBytes();
    }
}
