package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.boot.StorageFormat;
import io.moult.bytes.Bytes;
import io.moult.client.install.StagingArea;
import java.io.IOException;
import java.util.function.LongConsumer;

/** The port over the staging place, as a porter would write it: every call goes on to the device's flash. */
public final class FlashStagingArea implements StagingArea {
    /** What this client was built for; a bootloader that reads another format refuses it. */
    private static final StorageFormat FORMAT = new StorageFormat("blocks", 1);

    private final ApplicationServices services;
    private final LongConsumer reached;

    /**
     * @param reached hears how many octets of the image are in flash
     */
    public FlashStagingArea(ApplicationServices services, LongConsumer reached) {
        this.services = services;
        this.reached = reached;
    }

    @Override
    public long capacityBytes() {
        return services.capacityBytes();
    }

    @Override
    public int sectorBytes() {
        return services.sectorBytes();
    }

    @Override
    public int envelopeCapacityBytes() {
        return services.envelopeCapacityBytes();
    }

    @Override
    public void begin(Bytes envelope) throws IOException {
        services.requireStorageFormat(FORMAT);
        services.begin(envelope);
        reached.accept(0);
    }

    @Override
    public Bytes stagedEnvelope() throws IOException {
        return services.stagedEnvelope();
    }

    @Override
    public void write(long offsetBytes, Bytes octets) throws IOException {
        services.write(offsetBytes, octets);
        reached.accept(offsetBytes + octets.length());
    }

    @Override
    public Bytes read(long offsetBytes, int lengthBytes) throws IOException {
        return services.read(offsetBytes, lengthBytes);
    }

    @Override
    public void discard() throws IOException {
        services.discard();
    }
}
