package io.moult.suit.manifest;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a manifest says of itself, read off its parameters without running anything; of the image only if there is one
 * component. A statement of its author: true only as far as the author is believed.
 *
 * @param sequenceNumber unsigned 64 bit
 * @param version as suit-set-version says; empty text if it does not
 * @param vendorId what the vendor condition will compare with the device's; absent when the condition or its parameter
 *     is missing
 * @param classId the same for the class
 * @param imageSizeBytes unsigned 64 bit
 * @param payloadUri where the payload is fetched from: an address, or {@code #name} in the envelope
 * @param securityCounter unsigned 64 bit
 */
public record ManifestSummary(
        long sequenceNumber,
        String version,
        Optional<UUID> vendorId,
        Optional<UUID> classId,
        Optional<Digest> imageDigest,
        OptionalLong imageSizeBytes,
        Optional<String> payloadUri,
        OptionalLong securityCounter) {

    public static ManifestSummary of(Manifest manifest) {
        boolean one = manifest.components().size() == 1;
        CommandSequence sharedSequence = manifest.sharedSequence();
        Parameters validate = parametersAfter(
                parametersAfter(Parameters.EMPTY, sharedSequence),
                manifest.sequence(Section.VALIDATE).orElse(CommandSequence.EMPTY));
        return new ManifestSummary(
                manifest.sequenceNumber(),
                manifest.version().map(Version::toString).orElse(""),
                parametersAt(Parameters.EMPTY, sharedSequence, Condition.VendorIdentifier.class)
                        .flatMap(set -> set.find(Parameter.VendorIdentifier.class))
                        .map(Parameter.VendorIdentifier::value),
                parametersAt(Parameters.EMPTY, sharedSequence, Condition.ClassIdentifier.class)
                        .flatMap(set -> set.find(Parameter.ClassIdentifier.class))
                        .map(Parameter.ClassIdentifier::value),
                validate.find(Parameter.ImageDigest.class).filter(digest -> one).map(Parameter.ImageDigest::value),
                number(validate.find(Parameter.ImageSize.class)
                        .filter(size -> one)
                        .map(Parameter.ImageSize::valueBytes)),
                parametersAtFetch(manifest)
                        .filter(parameters -> one)
                        .flatMap(set -> set.find(Parameter.Uri.class))
                        .map(Parameter.Uri::value),
                number(validate.find(Parameter.SecurityCounter.class).map(Parameter.SecurityCounter::value)));
    }

    /** The parameters that the first fetch would be given; empty if nothing is fetched. */
    public static Optional<Parameters> parametersAtFetch(Manifest manifest) {
        Parameters shared = parametersAfter(Parameters.EMPTY, manifest.sharedSequence());
        return manifest.sequence(Section.PAYLOAD_FETCH)
                .flatMap(sequence -> parametersAt(shared, sequence, Directive.Fetch.class))
                .or(() -> manifest.sequence(Section.INSTALL)
                        .flatMap(sequence -> parametersAt(shared, sequence, Directive.Fetch.class)));
    }

    private static OptionalLong number(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Parameters parametersAfter(Parameters before, CommandSequence sequence) {
        Parameters now = before;
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.OverrideParameters override) {
                now = now.overriddenBy(override.parameters());
            }
        }
        return now;
    }

    /** The parameters that a command would be given; empty if the sequence does not have the command. */
    private static Optional<Parameters> parametersAt(
            Parameters before, CommandSequence sequence, Class<? extends Command> wanted) {
        Parameters now = before;
        for (Command command : sequence.commands()) {
            if (command instanceof Directive.OverrideParameters override) {
                now = now.overriddenBy(override.parameters());
            } else if (wanted.isInstance(command)) {
                return Optional.of(now);
            }
        }
        return Optional.empty();
    }
}
