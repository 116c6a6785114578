package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.process.Handling;
import io.moult.suit.process.Recipient;
import io.moult.suit.verify.DeviceProfile;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The device as a manifest sees it while an update is installed: its one component means the staging area. What the
 * component's octets are is read back from there, never taken from what was meant to be written.
 */
final class StagedRecipient implements Recipient {
    /** The image will run from the primary slot, wherever it waits. */
    private static final long PRIMARY_SLOT = 0;

    private final DeviceProfile device;
    private final StagingArea staging;

    StagedRecipient(DeviceProfile device, StagingArea staging) {
        this.device = device;
        this.staging = staging;
    }

    @Override
    public UUID vendorId() {
        return device.vendorId();
    }

    @Override
    public UUID classId() {
        return device.classId();
    }

    @Override
    public boolean hasComponent(ComponentId component) {
        return component.equals(ComponentId.MAIN);
    }

    @Override
    public long slot(ComponentId component) {
        return PRIMARY_SLOT;
    }

    @Override
    public Bytes read(ComponentId component, long offsetBytes, int lengthBytes) throws IOException {
        long left = Math.max(0, staging.capacityBytes() - offsetBytes);
        return staging.read(offsetBytes, (int) Math.min(lengthBytes, left));
    }

    @Override
    public Optional<Refusal> write(ComponentId component, Bytes content, Handling handling) throws IOException {
        if (handling.encryptionInfo().isPresent()) {
            return Optional.of(new Refusal(RefusalReason.UNSUPPORTED_PARAMETER, "encryption-info"));
        }
        if (content.length() > staging.capacityBytes()) {
            return Optional.of(new Refusal(
                    RefusalReason.SLOT_TOO_SMALL,
                    content.length() + " octets do not fit into " + staging.capacityBytes()));
        }
        staging.write(0, content);
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> copy(ComponentId source, ComponentId target, OptionalLong sizeBytes, Handling handling) {
        return Optional.of(new Refusal(
                RefusalReason.INSTALL_FAILED, "this device has no second component to copy " + target + " from"));
    }
}
