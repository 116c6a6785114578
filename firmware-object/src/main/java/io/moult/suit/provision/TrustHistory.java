package io.moult.suit.provision;

import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.process.Handling;
import io.moult.suit.process.ManifestProcessor;
import io.moult.suit.process.Recipient;
import io.moult.suit.process.Step;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Capabilities;
import io.moult.suit.verify.Circumstances;
import io.moult.suit.verify.ManifestVerifier;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.suit.verify.Verification;
import io.moult.suit.verify.VerifiedManifest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom a device believes: the policy it was made with, and every change to it since, each a manifest signed by a
 * provisioning authority of the policy before it. The changes are kept as they were signed and are judged again whenever
 * they are loaded: one that is put in, taken out of the middle or altered by anybody else is found out then. What a store
 * must see to itself is that none is taken away from the end.
 */
public final class TrustHistory {
    private static final UUID NOBODY = new UUID(0, 0);

    private final AuthorisationPolicy policy;
    private final long sequenceNumber;
    private final UUID vendorId;
    private final UUID classId;

    private TrustHistory(AuthorisationPolicy policy, long sequenceNumber, UUID vendorId, UUID classId) {
        this.policy = policy;
        this.sequenceNumber = sequenceNumber;
        this.vendorId = vendorId;
        this.classId = classId;
    }

    /** As it was made, of a device that is nobody's: a change that says for whose devices it is, is not for this one. */
    public static TrustHistory beginning(AuthorisationPolicy factory) {
        return beginning(factory, NOBODY, NOBODY);
    }

    /** As it was made, of a device of this vendor and class. */
    public static TrustHistory beginning(AuthorisationPolicy factory, UUID vendorId, UUID classId) {
        return new TrustHistory(factory, 0, vendorId, classId);
    }

    /** What became of a change. */
    public sealed interface Outcome {
        record Changed(TrustHistory history) implements Outcome {}

        /** It is not made. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Judges a change that is in an envelope, and makes it; each one has a greater sequence number than those before. */
    public Outcome changedBy(Envelope envelope, Circumstances circumstances) {
        Verification verification = new ManifestVerifier(policy, DecoderLimits.DEFAULT, Capabilities.ALL)
                .verify(envelope, circumstances, manifest -> sequenceNumber);
        if (verification instanceof Verification.Refused refused) {
            return new Outcome.Refused(refused.refusal());
        }
        VerifiedManifest verified = ((Verification.Accepted) verification).manifest();
        if (Long.compareUnsigned(verified.sequenceNumber(), sequenceNumber) <= 0) {
            return refused(RefusalReason.SEQUENCE_TOO_LOW, "the change was made before");
        }
        Slate slate = new Slate();
        Step step = new ManifestProcessor(verified, slate).install();
        if (step instanceof Step.Failed failed) {
            return new Outcome.Refused(failed.refusal());
        }
        Optional<TrustChange> change = slate.written.flatMap(TrustChange::of);
        if (!(step instanceof Step.Done) || change.isEmpty()) {
            return refused(RefusalReason.MALFORMED, "the manifest says no change of whom to believe");
        }
        TrustChange.Outcome outcome = change.get().applyTo(policy);
        return outcome instanceof TrustChange.Outcome.Changed changed
                ? new Outcome.Changed(new TrustHistory(changed.policy(), verified.sequenceNumber(), vendorId, classId))
                : new Outcome.Refused(((TrustChange.Outcome.Refused) outcome).refusal());
    }

    /** All changes in their order; the first that does not hold is the end. */
    public Outcome replay(List<Envelope> changes, Circumstances circumstances) {
        TrustHistory now = this;
        for (Envelope change : changes) {
            Outcome outcome = now.changedBy(change, circumstances);
            if (!(outcome instanceof Outcome.Changed changed)) {
                return outcome;
            }
            now = changed.history();
        }
        return new Outcome.Changed(now);
    }

    /** Who may do what, as of now. */
    public AuthorisationPolicy policy() {
        return policy;
    }

    /** Of the last change, unsigned; a store that keeps this apart finds out what was taken away from the end. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    private static Outcome refused(RefusalReason reason, String detail) {
        return new Outcome.Refused(new Refusal(reason, detail));
    }

    /** A device of nothing but the trust component, which keeps what is written into it. */
    private final class Slate implements Recipient {
        private Optional<Bytes> written = Optional.empty();

        @Override
        public Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) {
            if (written.isPresent() || !handling.equals(Handling.PLAIN)) {
                return Optional.of(
                        new Refusal(RefusalReason.UNSUPPORTED_FORMAT, "a change that is not one plain write"));
            }
            written = Optional.of(content);
            return Optional.empty();
        }

        @Override
        public UUID vendorId() {
            return vendorId;
        }

        @Override
        public UUID classId() {
            return classId;
        }

        @Override
        public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) {
            return Bytes.EMPTY;
        }

        @Override
        public boolean hasComponent(ComponentId component) {
            return component.equals(AuthorisationPolicy.TRUST_COMPONENT);
        }

        @Override
        public long slot(ComponentId component) {
            return 0;
        }
    }
}
