package io.moult.suit.testing;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.ParameterCode;
import java.util.List;
import java.util.Random;

/** Parameters that three times of four are what a {@link MemoryRecipient} is or holds. */
final class FittingParameters extends ParameterGenerator {
    private final Random random;
    private final List<Digest> digests;

    FittingParameters(Random random, List<Digest> digests) {
        super(random);
        this.random = random;
        this.digests = List.copyOf(digests);
    }

    @Override
    Parameter parameter(ParameterCode code) {
        if (random.nextInt(4) == 0) {
            return super.parameter(code);
        }
        return switch (code) {
            case VENDOR_IDENTIFIER -> new Parameter.VendorIdentifier(ManifestSketch.VENDOR);
            case CLASS_IDENTIFIER -> new Parameter.ClassIdentifier(ManifestSketch.DEVICE_CLASS);
            case IMAGE_DIGEST -> new Parameter.ImageDigest(digests.get(random.nextInt(digests.size())));
            case IMAGE_SIZE -> new Parameter.ImageSize(random.nextInt(3));
            case CONTENT -> new Parameter.Content(random.nextBoolean() ? Bytes.EMPTY : Bytes.ofHex("aa"));
            case USE_BEFORE -> new Parameter.UseBefore(-1);
            case COMPONENT_SLOT -> new Parameter.ComponentSlot(0);
            case MINIMUM_BATTERY -> new Parameter.MinimumBattery(1);
            case SOURCE_COMPONENT -> new Parameter.SourceComponent(random.nextInt(2));
            default -> super.parameter(code);
        };
    }
}
