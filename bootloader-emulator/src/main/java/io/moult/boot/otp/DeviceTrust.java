package io.moult.boot.otp;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import io.moult.cose.TrustStore;
import io.moult.suit.codec.DecodeResult;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.ManifestDecoder;
import io.moult.suit.manifest.Digest;
import io.moult.suit.provision.PolicyCodec;
import io.moult.suit.provision.TrustChange;
import io.moult.suit.provision.TrustHistory;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a device believes, and for what: the policy that it was made with, and every signed change since. Read from
 * one-time-programmable memory, where nothing is taken away; the signature of each change is checked anew each time, under
 * the policy before it, so that what was written there by mistake has no effect. Without a policy, any of the certificates
 * that it was made with may have everything done, and nobody can change that. Immutable.
 */
public final class DeviceTrust {
    private static final AuthorisationPolicy NOBODY = new AuthorisationPolicy(List.of(), 1, 0, false);

    private final Provisioning owner;
    private final AuthorisationPolicy factory;
    private final TrustHistory history;
    private final Optional<Bytes> lastChange;
    private final int changes;

    private DeviceTrust(
            Provisioning owner,
            AuthorisationPolicy factory,
            TrustHistory history,
            Optional<Bytes> lastChange,
            int changes) {
        this.owner = owner;
        this.factory = factory;
        this.history = history;
        this.lastChange = lastChange;
        this.changes = changes;
    }

    /** As it is now; empty for a device that is nobody's. */
    public static Optional<DeviceTrust> of(Otp otp) {
        return otp.provisioning().map(owner -> {
            DeviceTrust trust = otp.policy().isPresent()
                    ? made(owner, PolicyCodec.decode(otp.policy().get()).orElse(NOBODY))
                    : of(owner);
            for (Bytes change : otp.trustChanges()) {
                trust = trust.changedBy(change) instanceof Outcome.Changed changed ? changed.trust() : trust;
            }
            return trust;
        });
    }

    /** Of a device without a policy: any of its certificates. One that cannot be read is believed by nobody. */
    public static DeviceTrust of(Provisioning owner) {
        List<TrustAnchor> anchors = new ArrayList<>();
        for (Bytes der : owner.trustAnchors()) {
            try {
                anchors.add(TrustAnchor.ofCertificate(der));
            } catch (KeyFileException e) {
                // the manufacturer was told; a boot goes on with the others
            }
        }
        return made(owner, AuthorisationPolicy.anyOf(TrustStore.of(anchors)));
    }

    private static DeviceTrust made(Provisioning owner, AuthorisationPolicy factory) {
        TrustHistory history = TrustHistory.beginning(factory, owner.vendorId(), owner.classId());
        return new DeviceTrust(owner, factory, history, Optional.empty(), 0);
    }

    /** Whether an envelope says that it is a change of whom a device believes. Proves nothing. */
    public static boolean isChange(Bytes envelope) {
        return new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope) instanceof HeadResult.Complete head
                && head.payload().isEmpty()
                && new ManifestDecoder(DecoderLimits.DEFAULT).decode(head.envelope())
                        instanceof DecodeResult.Decoded decoded
                && TrustChange.isSaidBy(decoded.manifest());
    }

    /** What becomes of a change. */
    public sealed interface Outcome {
        /** So it would be. */
        record Changed(DeviceTrust trust) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Judges a change, an envelope in octets; writes nothing. */
    public Outcome changedBy(Bytes envelope) {
        if (!(new EnvelopeReader(DecoderLimits.DEFAULT).readHead(envelope) instanceof HeadResult.Complete head)) {
            return new Outcome.Refused(new Refusal(RefusalReason.MALFORMED, "the change of trust is no envelope"));
        }
        TrustHistory.Outcome outcome = history.changedBy(head.envelope(), Circumstances.NONE);
        return outcome instanceof TrustHistory.Outcome.Changed changed
                ? new Outcome.Changed(new DeviceTrust(
                        owner,
                        factory,
                        changed.history(),
                        Optional.of(Digest.sha256(envelope).value()),
                        changes + 1))
                : new Outcome.Refused(((TrustHistory.Outcome.Refused) outcome).refusal());
    }

    /** Whose the device is. */
    public Provisioning owner() {
        return owner;
    }

    /** Who may do what, as of now. */
    public AuthorisationPolicy policy() {
        return history.policy();
    }

    /** Who may do what, as it was made. */
    public AuthorisationPolicy factoryPolicy() {
        return factory;
    }

    /** The policy now, and what a change of it must be newer than. */
    public TrustHistory history() {
        return history;
    }

    /** SHA-256 of the envelope of the last change that was made, if there was one. */
    public Optional<Bytes> lastChange() {
        return lastChange;
    }

    /** How many changes have been made. */
    public int changes() {
        return changes;
    }

    /** What stands for all this in a measurement: the policy now, or the certificates where there is none. */
    public List<Bytes> measured() {
        return policy().anySigner() ? owner.trustAnchors() : List.of(PolicyCodec.encode(policy()));
    }
}
