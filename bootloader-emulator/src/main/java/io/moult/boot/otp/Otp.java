package io.moult.boot.otp;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One-time-programmable memory: what the device is (its layout), whose it is and whom it believes, its own keys, and the
 * security counter. A field is given once; the counter only rises, until the memory is full. What was relied on once is
 * there for good, whatever the power did: see {@code OtpLog}. Owned by one thread.
 */
public final class Otp {
    /** The shape of the memory: one sector that nobody erases. */
    public static final FlashGeometry GEOMETRY =
            new FlashGeometry(List.of(new FlashRegion(FlashRegion.FUSES, 64 * 1024, 1, 8, 0xff, 0)));

    private static final int LAYOUT = 1;
    private static final int PROVISIONING = 2;
    private static final int COUNTER = 3;
    private static final int DEVICE_KEYS = 4;
    private static final int PRODUCTION = 8;

    private final OtpLog log;
    private Optional<Bytes> layout = Optional.empty();
    private Optional<Provisioning> provisioning = Optional.empty();
    private Optional<DeviceKeys> deviceKeys = Optional.empty();
    private boolean production;
    private long securityCounter;

    /** Reads the memory; writes nothing. */
    public Otp(Flash memory) throws IOException {
        log = new OtpLog(memory);
        for (OtpLog.Entry entry : log.entries()) {
            switch (entry.type()) {
                case LAYOUT -> layout = layout.or(() -> Optional.of(entry.content()));
                case PROVISIONING ->
                    provisioning = provisioning.or(() -> Optional.of(Provisioning.decode(entry.content())));
                case COUNTER -> raiseTo(entry.content().asByteBuffer().getLong());
                case DEVICE_KEYS -> deviceKeys = deviceKeys.or(() -> Optional.of(DeviceKeys.decode(entry.content())));
                case PRODUCTION -> production = true;
                default -> {
                    // a later kind of record: not ours to judge
                }
            }
        }
    }

    /**
     * Whoever relies on what is in here calls this first, once a start: it writes anew what a power cut may have left
     * unstable. Nothing is written unless the last write may have been cut off; and nothing if there is no room.
     */
    public void settle() throws IOException {
        try {
            log.settle();
        } catch (OtpFullException e) {
            // what is there stays as it reads; the next rise of the counter says that the memory is full
        }
    }

    /** The flash layout that the device was made with. */
    public Optional<Bytes> layout() {
        return layout;
    }

    public Optional<Provisioning> provisioning() {
        return provisioning;
    }

    /** The device's own; empty on one that was made without. */
    public Optional<DeviceKeys> deviceKeys() {
        return deviceKeys;
    }

    /** Whether the device was made to be sold; else it is one for development. */
    public boolean production() {
        return production;
    }

    /** Unsigned 64 bit; 0 until a release raised it. */
    public long securityCounter() {
        return securityCounter;
    }

    /** How often the security counter can still be raised. */
    public int raisesLeft() {
        return (log.capacityBytes() - log.usedBytes()) / OtpLog.costBytes(Long.BYTES);
    }

    public void writeLayout(Bytes encoded) throws IOException {
        if (layout.isPresent()) {
            throw new IllegalStateException("layout is written already");
        }
        log.append(LAYOUT, encoded);
        layout = Optional.of(encoded);
    }

    /** Once in a device's life. */
    public void provision(Provisioning once) throws IOException {
        if (provisioning.isPresent()) {
            throw new IllegalStateException("device is provisioned already");
        }
        if (production) {
            requireForProduction(once);
        }
        log.append(PROVISIONING, once.encode());
        provisioning = Optional.of(once);
    }

    /** For good: this device is to be sold. IllegalArgumentException if it believes anybody that such a device must not. */
    public void markForProduction() throws IOException {
        provisioning.ifPresent(Otp::requireForProduction);
        if (!production) {
            log.append(PRODUCTION, Bytes.ofHex("01"));
            production = true;
        }
    }

    private static void requireForProduction(Provisioning provisioning) {
        ProductionRule.objection(provisioning).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** Once in a device's life. */
    public void writeDeviceKeys(DeviceKeys once) throws IOException {
        if (deviceKeys.isPresent()) {
            throw new IllegalStateException("device has keys already");
        }
        log.append(DEVICE_KEYS, once.encode());
        deviceKeys = Optional.of(once);
    }

    /** Raises the counter; no effect if it is as high already. {@link OtpFullException} when it has risen too often. */
    public void raiseSecurityCounter(long to) throws IOException {
        settle();
        if (Long.compareUnsigned(to, securityCounter) > 0) {
            log.append(COUNTER, Bytes.wrap(ByteBuffer.allocate(8).putLong(to).array()));
            raiseTo(to);
        }
    }

    private void raiseTo(long to) {
        if (Long.compareUnsigned(to, securityCounter) > 0) {
            securityCounter = to;
        }
    }
}
