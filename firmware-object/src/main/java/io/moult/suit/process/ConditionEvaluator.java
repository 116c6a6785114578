package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Condition;
import io.moult.suit.manifest.Digest;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Evaluates conditions over a read-only view (draft-ietf-suit-manifest-37 sections 6.4 and 8.4.9,
 * draft-ietf-suit-update-management-14 section 4). Those about dependencies are the interpreter's.
 */
final class ConditionEvaluator {
    private final RecipientView view;

    ConditionEvaluator(RecipientView view) {
        this.view = view;
    }

    /** Returns if the condition holds; a parameter that was not set makes it fail. */
    void check(Condition condition, ComponentId component, boolean dependency, Parameters parameters)
            throws CommandFailure, IOException {
        if (condition instanceof Condition.ImageMatch) {
            checkImage(component, dependency, parameters);
        } else if (condition instanceof Condition.ImageNotMatch) {
            checkOtherImage(component, dependency, parameters);
        } else if (condition instanceof Condition.CheckContent) {
            checkContent(component, parameters);
        } else if (condition instanceof Condition.VendorIdentifier) {
            checkVendor(component, parameters);
        } else if (condition instanceof Condition.ClassIdentifier) {
            checkClass(component, parameters);
        } else if (condition instanceof Condition.DeviceIdentifier) {
            checkDevice(parameters);
        } else if (condition instanceof Condition.ComponentSlot) {
            long slot = view.slot(component);
            require(
                    parameters
                            .find(Parameter.ComponentSlot.class)
                            .filter(wanted -> wanted.value() == slot)
                            .isPresent(),
                    "component-slot of " + component + " is " + Long.toUnsignedString(slot),
                    new Parameter.ComponentSlot(slot));
        } else if (condition instanceof Condition.IsDependency) {
            require(dependency, component + " is no dependency");
        } else if (condition instanceof Condition.Abort) {
            require(false, "abort");
        } else {
            checkSituation(condition, component, parameters);
        }
    }

    private void checkSituation(Condition condition, ComponentId component, Parameters parameters)
            throws CommandFailure {
        if (condition instanceof Condition.UseBefore) {
            OptionalLong now = view.epochSeconds();
            require(
                    isBelow(now, parameters.find(Parameter.UseBefore.class).map(Parameter.UseBefore::epochSeconds)),
                    now.isPresent()
                            ? "use-before: it is " + Long.toUnsignedString(now.getAsLong()) + " already"
                            : "use-before: this device has no clock that is trusted");
        } else if (condition instanceof Condition.MinimumBattery) {
            OptionalLong charge = view.batteryMilliwattHours();
            Optional<Long> least =
                    parameters.find(Parameter.MinimumBattery.class).map(Parameter.MinimumBattery::level);
            require(
                    charge.isPresent()
                            && least.isPresent()
                            && Long.compareUnsigned(charge.getAsLong(), least.get()) >= 0,
                    "minimum-battery: "
                            + (charge.isPresent()
                                    ? Long.toUnsignedString(charge.getAsLong()) + " mWh are left"
                                    : "the charge is not known"),
                    charge.isPresent()
                            ? new Parameter[] {new Parameter.MinimumBattery(charge.getAsLong())}
                            : new Parameter[0]);
        } else if (condition instanceof Condition.UpdateAuthorized) {
            OptionalLong priority = parameters
                    .find(Parameter.UpdatePriority.class)
                    .map(set -> OptionalLong.of(set.value()))
                    .orElse(OptionalLong.empty());
            require(priority.isPresent() && view.authorizes(priority), "update-authorized: nobody allowed it");
        } else if (condition instanceof Condition.Version) {
            String said = view.version(component).map(Object::toString).orElse("not known");
            require(
                    parameters
                            .find(Parameter.Version.class)
                            .filter(wanted -> view.version(component)
                                    .filter(wanted.value()::matches)
                                    .isPresent())
                            .isPresent(),
                    "version of " + component + " is " + said);
        } else {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_COMMAND, condition.label());
        }
    }

    /** In 64 bits, unsigned. */
    private static boolean isBelow(OptionalLong now, Optional<Long> limit) {
        return now.isPresent() && limit.isPresent() && Long.compareUnsigned(now.getAsLong(), limit.get()) < 0;
    }

    private void checkVendor(ComponentId component, Parameters parameters) throws CommandFailure {
        boolean holds = parameters
                        .find(Parameter.VendorIdentifier.class)
                        .filter(wanted -> view.isOfVendor(component, wanted.value()))
                        .isPresent()
                || parameters
                        .find(Parameter.VendorNumber.class)
                        .filter(wanted -> view.isOfVendorNumber(component, wanted.relativeOid()))
                        .isPresent();
        if (!holds) {
            boolean said = parameters.find(Parameter.VendorIdentifier.class).isPresent()
                    || parameters.find(Parameter.VendorNumber.class).isPresent();
            throw CommandFailure.condition(
                    RefusalReason.VENDOR_MISMATCH,
                    said ? "the manifest is not for vendor " + view.vendorId() : "the manifest names no vendor",
                    new Parameter.VendorIdentifier(view.vendorId()));
        }
    }

    private void checkClass(ComponentId component, Parameters parameters) throws CommandFailure {
        boolean holds = parameters
                .find(Parameter.ClassIdentifier.class)
                .filter(wanted -> view.isOfClass(component, wanted.value()))
                .isPresent();
        if (!holds) {
            throw CommandFailure.condition(
                    RefusalReason.CLASS_MISMATCH,
                    parameters.find(Parameter.ClassIdentifier.class).isPresent()
                            ? "the manifest is not for class " + view.classId()
                            : "the manifest names no class",
                    new Parameter.ClassIdentifier(view.classId()));
        }
    }

    private void checkDevice(Parameters parameters) throws CommandFailure {
        boolean holds = parameters
                .find(Parameter.DeviceIdentifier.class)
                .filter(wanted -> view.deviceId().equals(Optional.of(wanted.value())))
                .isPresent();
        if (!holds) {
            throw CommandFailure.condition(
                    RefusalReason.DEVICE_MISMATCH,
                    parameters.find(Parameter.DeviceIdentifier.class).isPresent()
                            ? "the manifest is not for device "
                                    + view.deviceId().map(Object::toString).orElse("(without ID)")
                            : "the manifest names no device");
        }
    }

    private void checkImage(ComponentId component, boolean dependency, Parameters parameters)
            throws CommandFailure, IOException {
        Digest wanted = wantedDigest(parameters);
        Optional<Bytes> actual = digest(component, dependency, wanted, parameters);
        if (actual.isEmpty()) {
            throw CommandFailure.condition(RefusalReason.IMAGE_SIZE, component + " is not of the size of the image");
        }
        if (!actual.get().equalsInConstantTime(wanted.value())) {
            throw CommandFailure.condition(
                    RefusalReason.IMAGE_DIGEST,
                    component + " has the digest " + actual.get().hex() + ", the manifest says "
                            + wanted.value().hex(),
                    new Parameter.ImageDigest(new Digest(wanted.algorithm(), actual.get())));
        }
    }

    private void checkOtherImage(ComponentId component, boolean dependency, Parameters parameters)
            throws CommandFailure, IOException {
        Digest unwanted = wantedDigest(parameters);
        Optional<Bytes> actual = digest(component, dependency, unwanted, parameters);
        if (actual.filter(found -> found.equalsInConstantTime(unwanted.value())).isPresent()) {
            throw CommandFailure.condition(
                    RefusalReason.CONDITION_FAILED, "image-not-match: " + component + " has the digest already");
        }
    }

    private static Digest wantedDigest(Parameters parameters) throws CommandFailure {
        Optional<Digest> wanted = parameters.find(Parameter.ImageDigest.class).map(Parameter.ImageDigest::value);
        if (wanted.isEmpty()) {
            throw CommandFailure.condition(RefusalReason.IMAGE_DIGEST, "no image digest to match");
        }
        return wanted.get();
    }

    /** Empty if the component is not of the size that the manifest gives. */
    private Optional<Bytes> digest(ComponentId component, boolean dependency, Digest wanted, Parameters parameters)
            throws CommandFailure, IOException {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(wanted.algorithm());
        if (algorithm.isEmpty()) {
            throw CommandFailure.abort(RefusalReason.UNSUPPORTED_ALGORITHM, wanted.algorithmName() + " of an image");
        }
        if (dependency) {
            return Optional.of(algorithm
                    .get()
                    .digest(StoredEnvelope.read(view, component).manifest().wrapped()));
        }
        OptionalLong held = view.sizeBytes(component);
        Optional<Long> said = parameters.find(Parameter.ImageSize.class).map(Parameter.ImageSize::valueBytes);
        if (said.isEmpty() && held.isEmpty()) {
            throw CommandFailure.condition(RefusalReason.IMAGE_SIZE, "no image size to match");
        }
        if (said.isPresent() && held.isPresent() && held.getAsLong() != said.get()) {
            return Optional.empty();
        }
        long size = said.isPresent() ? said.get() : held.getAsLong();
        return Optional.of(view.digest(component, algorithm.get(), size));
    }

    /** Every octet is compared, whatever the first ones are. */
    private void checkContent(ComponentId component, Parameters parameters) throws CommandFailure, IOException {
        Optional<Bytes> wanted = parameters.find(Parameter.Content.class).map(Parameter.Content::value);
        require(wanted.isPresent(), "check-content: no content to compare with");
        Bytes content = wanted.orElseThrow();
        OptionalLong held = view.sizeBytes(component);
        require(
                held.isEmpty() || held.getAsLong() == content.length(),
                "check-content: " + component + " holds something of another length");
        Bytes actual = view.read(component, 0, content.length());
        require(actual.equalsInConstantTime(content), "check-content: " + component + " holds something else");
    }

    private static void require(boolean holds, String detail, Parameter... measured) throws CommandFailure {
        if (!holds) {
            throw CommandFailure.condition(RefusalReason.CONDITION_FAILED, detail, measured);
        }
    }
}
