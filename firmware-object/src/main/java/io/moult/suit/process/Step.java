package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.Refusal;
import java.util.function.Function;

/** Where a {@link ManifestProcessor} has come to. */
public sealed interface Step {
    /**
     * It waits for a payload: fetch it or take it as it arrives, store it, then call {@link
     * ManifestProcessor#payloadStored}.
     *
     * @param uri {@code #name} for a payload in the envelope, or an address
     * @param imageSizeBytes unsigned
     * @param imageDigest SHA-256, to check by while storing; the manifest's own conditions check what was stored
     */
    record NeedPayload(ComponentId component, String uri, long imageSizeBytes, Bytes imageDigest) implements Step {}

    /** All commands succeeded. */
    record Done() implements Step {}

    /** A command failed; the rest was not run. */
    record Failed(Refusal refusal) implements Step {}

    default <T> T fold(Function<NeedPayload, T> needPayload, Function<Done, T> done, Function<Failed, T> failed) {
        if (this instanceof NeedPayload need) {
            return needPayload.apply(need);
        } else if (this instanceof Done end) {
            return done.apply(end);
        }
        return failed.apply((Failed) this);
    }
}
