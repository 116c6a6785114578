package io.moult.client.resume;

import io.moult.bytes.Bytes;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.Objects;

/**
 * Everything of an update that outlives the process: one immutable value, kept by a {@link ProgressStore}.
 *
 * @param state resource 5/0/3
 * @param result resource 5/0/5
 * @param lastRefusal {@code reason: detail} of the last refusal; empty when there was none since an update started
 * @param phase how far the package has come
 * @param packageUri resource 5/0/1; empty when the package is or was pushed
 * @param bodyIdentity the Request-Tag of a pushed package or the ETag of a fetched one, 0 to 8 octets
 * @param bodySizeBytes the size of the whole package; -1 when not known
 * @param payloadOffsetBytes where in the package the integrated payload begins; 0 without one
 * @param payloadEtag the ETag of the payload that the manifest points to, 0 to 8 octets
 * @param stagedBytes octets of the image that are durable in the staging area: whole sectors, or the whole image
 * @param candidateDigest SHA-256 of the candidate's envelope as staged; empty without one
 */
public record Progress(
        State state,
        UpdateResult result,
        String lastRefusal,
        Phase phase,
        String packageUri,
        Bytes bodyIdentity,
        long bodySizeBytes,
        long payloadOffsetBytes,
        Bytes payloadEtag,
        long stagedBytes,
        Bytes candidateDigest) {
    /** A device that has never seen a package. */
    public static final Progress NOTHING = new Progress(
            State.IDLE, UpdateResult.INITIAL, "", Phase.NONE, "", Bytes.EMPTY, -1, 0, Bytes.EMPTY, 0, Bytes.EMPTY);

    public Progress {
        Objects.requireNonNull(state);
        Objects.requireNonNull(result);
        Objects.requireNonNull(lastRefusal);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(packageUri);
        if (bodyIdentity.length() > 8 || payloadEtag.length() > 8) {
            throw new IllegalArgumentException(
                    "identity of " + bodyIdentity.length() + ", ETag of " + payloadEtag.length() + " octets");
        }
        if (payloadOffsetBytes < 0 || stagedBytes < 0 || bodySizeBytes < -1) {
            throw new IllegalArgumentException("payload at " + payloadOffsetBytes + ", staged " + stagedBytes
                    + ", body of " + bodySizeBytes + " octets");
        }
        Objects.requireNonNull(candidateDigest);
    }

    /** Octets of the package that need not be sent again: 0 until its head is accepted. */
    public long resumeOffsetBytes() {
        return phase == Phase.INTEGRATED_PAYLOAD ? payloadOffsetBytes + stagedBytes : 0;
    }

    /** The same with another State and Update Result. */
    public Progress withState(State newState, UpdateResult newResult) {
        return new Progress(
                newState,
                newResult,
                lastRefusal,
                phase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffsetBytes,
                payloadEtag,
                stagedBytes,
                candidateDigest);
    }

    /** The same with another last refusal. */
    public Progress withLastRefusal(String refusal) {
        return new Progress(
                state,
                result,
                refusal,
                phase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffsetBytes,
                payloadEtag,
                stagedBytes,
                candidateDigest);
    }

    /** The same in another phase. */
    public Progress withPhase(Phase newPhase) {
        return new Progress(
                state,
                result,
                lastRefusal,
                newPhase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffsetBytes,
                payloadEtag,
                stagedBytes,
                candidateDigest);
    }

    /** The same with another number of staged octets. */
    public Progress withStagedBytes(long bytes) {
        return new Progress(
                state,
                result,
                lastRefusal,
                phase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffsetBytes,
                payloadEtag,
                bytes,
                candidateDigest);
    }

    /** A package whose head is now awaited; what was known of an earlier one is gone. */
    public Progress withBody(String uri, Bytes identity, long sizeBytes) {
        return new Progress(
                state, result, lastRefusal, Phase.HEAD, uri, identity, sizeBytes, 0, Bytes.EMPTY, 0, Bytes.EMPTY);
    }

    /** A candidate whose head was accepted, with nothing of its payload staged yet. */
    public Progress withCandidate(Phase newPhase, Bytes envelopeDigest, long payloadOffset) {
        return new Progress(
                state,
                result,
                lastRefusal,
                newPhase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffset,
                Bytes.EMPTY,
                0,
                envelopeDigest);
    }

    /** The same with another ETag of the payload. */
    public Progress withPayloadEtag(Bytes etag) {
        return new Progress(
                state,
                result,
                lastRefusal,
                phase,
                packageUri,
                bodyIdentity,
                bodySizeBytes,
                payloadOffsetBytes,
                etag,
                stagedBytes,
                candidateDigest);
    }

    /** No package any more; State, Update Result and last refusal stay. */
    public Progress withoutPackage() {
        return new Progress(
                state, result, lastRefusal, Phase.NONE, "", Bytes.EMPTY, -1, 0, Bytes.EMPTY, 0, Bytes.EMPTY);
    }
}
