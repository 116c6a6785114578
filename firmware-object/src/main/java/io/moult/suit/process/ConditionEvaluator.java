package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;

/** Evaluates conditions over a read-only view (draft-ietf-suit-manifest-37 sections 6.4 and 8.4.9). */
final class ConditionEvaluator {
    private final RecipientView view;

    ConditionEvaluator(RecipientView view) {
        this.view = view;
    }

    /** Returns if the condition holds; a parameter that was not set makes it fail. */
    void check(Condition condition, ComponentId component, Parameters parameters) throws CommandFailure, IOException {
        if (condition instanceof Condition.VendorIdentifier) {
            require(
                    parameters
                            .find(Parameter.VendorIdentifier.class)
                            .filter(wanted -> wanted.value().equals(view.vendorId()))
                            .isPresent(),
                    RefusalReason.VENDOR_MISMATCH,
                    "the manifest is not for vendor " + view.vendorId());
        } else if (condition instanceof Condition.ClassIdentifier) {
            require(
                    parameters
                            .find(Parameter.ClassIdentifier.class)
                            .filter(wanted -> wanted.value().equals(view.classId()))
                            .isPresent(),
                    RefusalReason.CLASS_MISMATCH,
                    "the manifest is not for class " + view.classId());
        } else if (condition instanceof Condition.ImageMatch) {
            checkImage(component, parameters);
        } else {
            require(
                    parameters
                            .find(Parameter.ComponentSlot.class)
                            .filter(wanted -> wanted.value() == view.slot(component))
                            .isPresent(),
                    RefusalReason.CONDITION_FAILED,
                    "component-slot of " + component + " is " + Long.toUnsignedString(view.slot(component)));
        }
    }

    private void checkImage(ComponentId component, Parameters parameters) throws CommandFailure, IOException {
        Digest wanted = parameters
                .find(Parameter.ImageDigest.class)
                .map(Parameter.ImageDigest::value)
                .filter(Digest::isSha256)
                .orElseThrow(() -> new CommandFailure(RefusalReason.IMAGE_DIGEST, "no image digest to match"));
        long sizeBytes = parameters
                .find(Parameter.ImageSize.class)
                .map(Parameter.ImageSize::valueBytes)
                .orElseThrow(() -> new CommandFailure(RefusalReason.IMAGE_SIZE, "no image size to match"));
        Bytes actual = view.sha256(component, sizeBytes);
        require(
                actual.equalsInConstantTime(wanted.value()),
                RefusalReason.IMAGE_DIGEST,
                component + " has the digest " + actual.hex() + ", the manifest says "
                        + wanted.value().hex());
    }

    private static void require(boolean holds, RefusalReason reason, String detail) throws CommandFailure {
        if (!holds) {
            throw new CommandFailure(reason, detail);
        }
    }
}
