package io.moult.server.device;

import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a device answered when it was asked for its versions and the state of its update. Each part may be missing: a
 * device need not have it, or need not tell it now.
 *
 * @param state resource 5/0/3
 * @param result resource 5/0/5
 * @param firmwareVersion resource 3/0/3
 * @param packageVersion resource 5/0/7
 * @param support the private object, of a device that has it
 * @param protocols resource 5/0/8: the protocols of a pull (0 CoAP, 1 CoAPS, 2 HTTP, 3 HTTPS), empty if not told
 * @param deliveryMethod resource 5/0/9: 0 pull, 1 push, 2 both
 */
public record DeviceReading(
        Optional<State> state,
        Optional<UpdateResult> result,
        Optional<String> firmwareVersion,
        Optional<String> packageVersion,
        Optional<SupportReading> support,
        List<Integer> protocols,
        OptionalInt deliveryMethod) {
    public static final DeviceReading EMPTY = new DeviceReading(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            OptionalInt.empty());

    public DeviceReading {
        Objects.requireNonNull(state);
        Objects.requireNonNull(result);
        Objects.requireNonNull(firmwareVersion);
        Objects.requireNonNull(packageVersion);
        Objects.requireNonNull(support);
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(deliveryMethod);
    }

    public DeviceReading withState(State newState) {
        return new DeviceReading(
                Optional.of(newState), result, firmwareVersion, packageVersion, support, protocols, deliveryMethod);
    }

    public DeviceReading withResult(UpdateResult newResult) {
        return new DeviceReading(
                state, Optional.of(newResult), firmwareVersion, packageVersion, support, protocols, deliveryMethod);
    }

    public DeviceReading withFirmwareVersion(String version) {
        return new DeviceReading(
                state, result, Optional.of(version), packageVersion, support, protocols, deliveryMethod);
    }

    public DeviceReading withPackageVersion(String version) {
        return new DeviceReading(
                state, result, firmwareVersion, Optional.of(version), support, protocols, deliveryMethod);
    }

    public DeviceReading withSupport(SupportReading reading) {
        return new DeviceReading(
                state, result, firmwareVersion, packageVersion, Optional.of(reading), protocols, deliveryMethod);
    }

    public DeviceReading withProtocols(List<Integer> supported) {
        return new DeviceReading(state, result, firmwareVersion, packageVersion, support, supported, deliveryMethod);
    }

    public DeviceReading withDeliveryMethod(int method) {
        return new DeviceReading(
                state, result, firmwareVersion, packageVersion, support, protocols, OptionalInt.of(method));
    }

    /** The version as the device tells it: that of the package, else that of the firmware, else empty. */
    public String version() {
        return packageVersion
                .filter(v -> !v.isBlank())
                .or(() -> firmwareVersion)
                .orElse("");
    }

    /** Such as {@code State 0 (idle), Result 5 (integrity-check-failed)}. */
    public String describe() {
        return "State " + state.map(s -> s.code() + " (" + words(s) + ")").orElse("unknown") + ", Result "
                + result.map(r -> r.code() + " (" + words(r) + ")").orElse("unknown");
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
