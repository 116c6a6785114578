package io.moult.client.resume;

import io.moult.bytes.Bytes;
import io.moult.updateobject.Delivery;
import io.moult.updateobject.UpdateSituation;
import java.util.Objects;

/**
 * Everything of an update that outlives the process: one immutable value, kept by a {@link ProgressStore}.
 *
 * @param situation what the Firmware Update object is
 * @param phase how far the package has come
 * @param body the package as it arrives
 * @param candidate what its head brought
 * @param stagedBytes octets of the image that are durable in the staging area: whole sectors, or the whole image
 */
public record Progress(UpdateSituation situation, Phase phase, Body body, Candidate candidate, long stagedBytes) {
    /** A device that has never seen a package. */
    public static final Progress NOTHING =
            new Progress(UpdateSituation.INITIAL, Phase.NONE, Body.NONE, Candidate.NONE, 0);

    public Progress {
        Objects.requireNonNull(situation);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(body);
        Objects.requireNonNull(candidate);
        if (stagedBytes < 0) {
            throw new IllegalArgumentException("staged " + stagedBytes);
        }
    }

    /**
     * What identifies the octets that are on their way.
     *
     * @param identity the Request-Tag of a pushed package, 0 to 8 octets
     * @param etag the ETag of what is being fetched (the package, later its payload), 0 to 8 octets
     */
    public record Body(Bytes identity, Bytes etag) {
        public static final Body NONE = new Body(Bytes.EMPTY, Bytes.EMPTY);

        public Body {
            if (identity.length() > 8 || etag.length() > 8) {
                throw new IllegalArgumentException(
                        "identity of " + identity.length() + ", ETag of " + etag.length() + " octets");
            }
        }
    }

    /**
     * What is being staged.
     *
     * @param envelopeDigest SHA-256 of the envelope in the staging area
     * @param version as suit-set-version says
     * @param payloadOffsetBytes where in the package the integrated payload begins; 0 without one
     * @param imageSizeBytes the image's size
     */
    public record Candidate(Bytes envelopeDigest, String version, long payloadOffsetBytes, long imageSizeBytes) {
        public static final Candidate NONE = new Candidate(Bytes.EMPTY, "", 0, 0);

        public Candidate {
            Objects.requireNonNull(envelopeDigest);
            Objects.requireNonNull(version);
            if (payloadOffsetBytes < 0 || imageSizeBytes < 0) {
                throw new IllegalArgumentException("payload of " + imageSizeBytes + " at " + payloadOffsetBytes);
            }
        }
    }

    /** Octets of a pushed package that need not be sent again: 0 until its head is accepted. */
    public long resumeOffsetBytes() {
        return phase == Phase.PAYLOAD && situation.delivery() == Delivery.PUSH
                ? candidate.payloadOffsetBytes() + stagedBytes
                : 0;
    }

    /** The same in another situation. */
    public Progress in(UpdateSituation newSituation) {
        return new Progress(newSituation, phase, body, candidate, stagedBytes);
    }

    /** The same with another number of staged octets. */
    public Progress withStagedBytes(long bytes) {
        return new Progress(situation, phase, body, candidate, bytes);
    }

    /** A package whose head is now awaited. */
    public Progress withBody(Bytes identity) {
        return new Progress(situation, Phase.HEAD, new Body(identity, Bytes.EMPTY), Candidate.NONE, 0);
    }

    /** A candidate whose head was accepted, with nothing of its payload staged yet. */
    public Progress withCandidate(Candidate accepted) {
        return new Progress(situation, Phase.PAYLOAD, body, accepted, 0);
    }

    /** The same with another ETag of what is being fetched. */
    public Progress withEtag(Bytes etag) {
        return new Progress(situation, phase, new Body(body.identity(), etag), candidate, stagedBytes);
    }

    /** The candidate is staged and verified. */
    public Progress completed() {
        return new Progress(situation, Phase.COMPLETE, body, candidate, stagedBytes);
    }

    /** No package any more; the situation stays. */
    public Progress withoutPackage() {
        return new Progress(situation, Phase.NONE, Body.NONE, Candidate.NONE, 0);
    }
}
