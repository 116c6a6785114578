package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.manifest.Digest;
import io.moult.suit.process.Recipient;
import io.moult.suit.verify.DeviceProfile;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * The device as a manifest sees it while an update is installed: its one component means the staging area. What the
 * component's octets are is read back from there, never taken from what was meant to be written.
 */
final class StagedRecipient implements Recipient {
    /** The image will run from the primary slot, wherever it waits. */
    private static final long PRIMARY_SLOT = 0;

    private static final int READ_BYTES = 16 * 1024;

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
    public Bytes sha256(ComponentId component, long sizeBytes) throws IOException {
        MessageDigest digest = Digest.newSha256();
        for (long at = 0; at < sizeBytes; at += READ_BYTES) {
            staging.read(at, (int) Math.min(READ_BYTES, sizeBytes - at)).updateDigest(digest);
        }
        return Digest.ofSha256(digest).value();
    }

    @Override
    public void write(ComponentId component, Bytes content) throws IOException {
        if (content.length() > staging.capacityBytes()) {
            throw new IOException(content.length() + " octets do not fit into " + staging.capacityBytes());
        }
        staging.write(0, content);
    }

    @Override
    public void copy(ComponentId source, ComponentId target, long sizeBytes) throws IOException {
        throw new IOException("this device has no second component to copy " + target + " from");
    }
}
