package io.moult.suit.verify;

import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Envelope;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ManifestSummary;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a manifest is about one image, all of which can be told before anything runs: for whom, how large, which digest,
 * and that what is fetched is what is validated. Says nothing of any device.
 */
final class OneImageCheck {
    private OneImageCheck() {}

    static Optional<Refusal> check(
            Manifest manifest, ManifestSummary summary, Envelope envelope, Set<Section> sections) {
        return checkDecisionData(manifest, summary)
                .or(() -> checkFetch(manifest, summary, sections))
                .or(() -> checkPayload(summary, envelope));
    }

    private static Optional<Refusal> checkDecisionData(Manifest manifest, ManifestSummary summary) {
        if (summary.vendorId().isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.VENDOR_MISMATCH, "the manifest does not say whose devices"));
        }
        if (summary.classId().isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.CLASS_MISMATCH, "the manifest does not say which devices"));
        }
        if (summary.imageSizeBytes().isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.IMAGE_SIZE, "the manifest gives no image size"));
        }
        if (count(manifest, Section.VALIDATE, Condition.ImageMatch.class) == 0
                || summary.imageDigest().isEmpty()) {
            return Optional.of(new Refusal(RefusalReason.IMAGE_DIGEST, "the manifest does not validate the image"));
        }
        Digest digest = summary.imageDigest().get();
        if (!digest.isSha256()) {
            return Optional.of(new Refusal(
                    RefusalReason.UNSUPPORTED_ALGORITHM, digest.algorithmName() + " of the image is not supported"));
        }
        return Optional.empty();
    }

    /** One payload for the one component, and the same image that is validated afterwards and at every boot. */
    private static Optional<Refusal> checkFetch(Manifest manifest, ManifestSummary summary, Set<Section> sections) {
        int fetches = 0;
        for (Section section : sections) {
            fetches += count(manifest, section, Directive.Fetch.class);
        }
        if (fetches > 1) {
            return Optional.of(new Refusal(
                    RefusalReason.UNSUPPORTED_FORMAT, fetches + " payloads are fetched where one is supported"));
        }
        Optional<Parameters> fetched = ManifestSummary.parametersAtFetch(manifest);
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> size = fetched.get().find(Parameter.ImageSize.class).map(Parameter.ImageSize::valueBytes);
        if (!size.equals(Optional.of(summary.imageSizeBytes().orElseThrow()))) {
            return Optional.of(new Refusal(
                    RefusalReason.IMAGE_SIZE, "the image that is fetched is not of the size that is validated"));
        }
        Optional<Digest> digest =
                fetched.get().find(Parameter.ImageDigest.class).map(Parameter.ImageDigest::value);
        if (!digest.equals(summary.imageDigest())) {
            return Optional.of(new Refusal(
                    RefusalReason.IMAGE_DIGEST, "the image that is fetched is not the one that is validated"));
        }
        return Optional.empty();
    }

    private static int count(Manifest manifest, Section section, Class<? extends Command> kind) {
        int count = 0;
        for (Command command :
                manifest.sequence(section).orElse(CommandSequence.EMPTY).commands()) {
            if (kind.isInstance(command)) {
                count++;
            }
        }
        return count;
    }

    /** A payload in the envelope must be the one that the manifest fetches: its key and length are not signed. */
    private static Optional<Refusal> checkPayload(ManifestSummary summary, Envelope envelope) {
        if (envelope.payloadKey().isEmpty()) {
            return Optional.empty();
        }
        String key = envelope.payloadKey().get();
        if (!summary.payloadUri().equals(Optional.of(key))) {
            return Optional.of(new Refusal(
                    RefusalReason.MALFORMED, "the payload in the envelope is not the one that the manifest fetches"));
        }
        long length = envelope.payloadLengthBytes().orElseThrow();
        long size = summary.imageSizeBytes().orElseThrow();
        if (length != size) {
            return Optional.of(new Refusal(
                    RefusalReason.IMAGE_SIZE,
                    "the payload has " + length + " octets, the manifest says " + Long.toUnsignedString(size)));
        }
        return Optional.empty();
    }
}
