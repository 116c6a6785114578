package io.moult.client.provision;

import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the device says it is: vendor ID and class ID (RFC 9019, RFC 9124 section 4.5.2). They are public and copied
 * easily: they choose a manifest, they never authenticate one; only the trust anchors do that.
 *
 * @param vendorId empty until provisioned
 * @param classId empty until provisioned
 * @param trustAnchors how many trust anchors the device has been given
 */
public record DeviceIdentity(Optional<UUID> vendorId, Optional<UUID> classId, int trustAnchors) {
    /** A blank device. */
    public static final DeviceIdentity BLANK = new DeviceIdentity(Optional.empty(), Optional.empty(), 0);

    public DeviceIdentity {
        if (trustAnchors < 0) {
            throw new IllegalArgumentException(trustAnchors + " trust anchors");
        }
    }

    /** A device that has been given both identifiers. */
    public static DeviceIdentity of(UUID vendorId, UUID classId, int trustAnchors) {
        return new DeviceIdentity(Optional.of(vendorId), Optional.of(classId), trustAnchors);
    }

    /** True when the device has vendor ID, class ID and a trust anchor: only then does it take updates. */
    public boolean provisioned() {
        return vendorId.isPresent() && classId.isPresent() && trustAnchors > 0;
    }

    /** Why an unprovisioned device refuses every update; empty when it is provisioned. */
    public Optional<Refusal> refusal() {
        List<String> missing = new ArrayList<>();
        if (vendorId.isEmpty()) {
            missing.add("vendor ID");
        }
        if (classId.isEmpty()) {
            missing.add("class ID");
        }
        if (trustAnchors == 0) {
            missing.add("certificate");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(RefusalReason.NOT_PROVISIONED, "this device has no " + String.join(", ", missing)));
    }
}
