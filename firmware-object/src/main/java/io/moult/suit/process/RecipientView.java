package io.moult.suit.process;

import io.moult.bytes.Bytes;
import io.moult.cose.DigestAlgorithm;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Identifiers;
import io.moult.suit.manifest.Version;
import io.moult.suit.manifest.WaitEvent;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * What conditions are shown of a device: nothing in here changes anything. What a device does not know it leaves as it is
 * here, and the conditions that ask for it fail.
 */
public interface RecipientView {
    UUID vendorId();

    UUID classId();

    /** The octets that a component holds, from an offset on; fewer than asked for only at the end. */
    Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException;

    /** Whether the device has this component, filled or not. */
    boolean hasComponent(ComponentId component);

    /** The index of the slot that the component's octets are, or are to be, in. */
    long slot(ComponentId component);

    /** Whether a component is of this vendor; a device may be of several. */
    default boolean isOfVendor(ComponentId component, UUID vendor) {
        return vendor.equals(vendorId());
    }

    /** The same for a vendor who is known by a private enterprise number, a relative OID: it stands for a vendor ID. */
    default boolean isOfVendorNumber(ComponentId component, Bytes relativeOid) {
        return isOfVendor(component, Identifiers.vendorIdOfNumber(relativeOid));
    }

    /** Whether a component is of this class; a device may be of several. */
    default boolean isOfClass(ComponentId component, UUID deviceClass) {
        return deviceClass.equals(classId());
    }

    /** Which one device this is. */
    default Optional<UUID> deviceId() {
        return Optional.empty();
    }

    /** How many octets a component holds; empty where that is not known, as in a slot of flash. */
    default OptionalLong sizeBytes(ComponentId component) throws IOException {
        return OptionalLong.empty();
    }

    /** The digest of the first octets of the component, read from where they are stored. */
    default Bytes digest(ComponentId component, DigestAlgorithm algorithm, long sizeBytes) throws IOException {
        MessageDigest running = algorithm.start();
        long at = 0;
        while (Long.compareUnsigned(at, sizeBytes) < 0) {
            int wanted = (int) Long.min(16 * 1024, sizeBytes - at > 0 ? sizeBytes - at : Long.MAX_VALUE);
            Bytes chunk = read(component, at, wanted);
            if (chunk.isEmpty()) {
                break;
            }
            chunk.updateDigest(running);
            at += chunk.length();
        }
        return Bytes.wrap(running.digest());
    }

    /** What version a component says it is of. */
    default Optional<Version> version(ComponentId component) {
        return Optional.empty();
    }

    /** Seconds since 1970-01-01T00:00:00Z, unsigned, of a clock that is trusted. */
    default OptionalLong epochSeconds() {
        return OptionalLong.empty();
    }

    /** The battery's charge in mWh, unsigned. */
    default OptionalLong batteryMilliwattHours() {
        return OptionalLong.empty();
    }

    /** Whether somebody with a say here allows an update of this priority; the smaller, the more urgent. */
    default boolean authorizes(OptionalLong priority) {
        return false;
    }

    /** Whether something that a manifest waits for has come. */
    default Arrival arrival(WaitEvent event) {
        return Arrival.UNSUPPORTED;
    }

    /** Those who count on a component: it is not altered behind their backs. */
    default Set<ComponentId> holders(ComponentId component) throws IOException {
        return Set.of();
    }

    /** Whether an awaited event has come. */
    enum Arrival {
        COME,
        PENDING,
        /** This device cannot tell, and never will. */
        UNSUPPORTED
    }
}
