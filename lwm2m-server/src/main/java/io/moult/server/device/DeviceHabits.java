package io.moult.server.device;

/**
 * What the server has learnt about the way a device takes blocks, so that it is learnt once.
 *
 * @param oneTokenPerBody the device wants one token for all blocks of a body
 * @param blockSizeBytes the largest block that the device takes, 16 to 1024 octets
 */
public record DeviceHabits(boolean oneTokenPerBody, int blockSizeBytes) {
    public static final DeviceHabits NONE = new DeviceHabits(false, 1024);

    public DeviceHabits {
        if (blockSizeBytes < 16 || blockSizeBytes > 1024) {
            throw new IllegalArgumentException("a block of " + blockSizeBytes + " octets is not in 16..1024");
        }
    }

    public DeviceHabits withOneTokenPerBody() {
        return new DeviceHabits(true, blockSizeBytes);
    }

    public DeviceHabits withBlockSizeBytes(int bytes) {
        return new DeviceHabits(oneTokenPerBody, bytes);
    }
}
