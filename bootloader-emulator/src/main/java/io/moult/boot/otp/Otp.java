package io.moult.boot.otp;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.bytes.Bytes;
import io.moult.suit.provision.PolicyCodec;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One-time-programmable memory: what the device is (its layout), whose it is, whom it believes and every change of that
 * since ({@link DeviceTrust}), its own keys, and the security counter. A field is given once; changes are only added, and
 * the counter only rises, until the memory is full. What was relied on once is
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
    private static final int POLICY = 5;
    private static final int TRUST_CHANGE = 6;
    private static final int PRODUCTION = 8;
    /** So often the security counter can be raised whatever else is written. */
    private static final int RAISES_KEPT = 64;

    private final OtpLog log;
    private Optional<Bytes> layout = Optional.empty();
    private Optional<Provisioning> provisioning = Optional.empty();
    private Optional<DeviceKeys> deviceKeys = Optional.empty();
    private Optional<Bytes> policy = Optional.empty();
    private final List<Bytes> trustChanges = new ArrayList<>();
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
                case POLICY -> policy = policy.or(() -> Optional.of(entry.content()));
                case TRUST_CHANGE -> trustChanges.add(entry.content());
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

    /** Who may do what to the device, as it was made; empty on one that believes all its certificates alike. */
    Optional<Bytes> policy() {
        return policy;
    }

    /** Whether this is what it was made with. IllegalArgumentException for a policy that cannot be kept. */
    public boolean hasPolicy(AuthorisationPolicy made) {
        return policy.equals(Optional.of(PolicyCodec.encode(made)));
    }

    /** The changes of whom it believes, oldest first, each an envelope as it was signed. */
    List<Bytes> trustChanges() {
        return List.copyOf(trustChanges);
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

    /**
     * Once in a device's life, and before it is provisioned: a power cut in between must not leave one that is somebody's
     * and has none.
     */
    public void writePolicy(AuthorisationPolicy once) throws IOException {
        if (policy.isPresent() || provisioning.isPresent()) {
            throw new IllegalStateException(
                    policy.isPresent() ? "device has a policy already" : "device is provisioned already");
        }
        if (production) {
            requireForProduction(ProductionRule.objection(once));
        }
        Bytes encoded = PolicyCodec.encode(once);
        log.append(POLICY, encoded);
        policy = Optional.of(encoded);
    }

    /** The bootloader's, for a change that it has judged. {@link OtpFullException} when there have been too many. */
    public void addTrustChange(Bytes envelope) throws IOException {
        settle();
        if (log.usedBytes() + OtpLog.costBytes(envelope.length()) + RAISES_KEPT * OtpLog.costBytes(Long.BYTES)
                > log.capacityBytes()) {
            throw new OtpFullException("one-time-programmable memory has no room for another change of trust of "
                    + envelope.length() + " B");
        }
        log.append(TRUST_CHANGE, envelope);
        trustChanges.add(envelope);
    }

    /** Once in a device's life. */
    public void provision(Provisioning once) throws IOException {
        if (provisioning.isPresent()) {
            throw new IllegalStateException("device is provisioned already");
        }
        if (production) {
            requireForProduction(ProductionRule.objection(once));
        }
        log.append(PROVISIONING, once.encode());
        provisioning = Optional.of(once);
    }

    /** For good: this device is to be sold. IllegalArgumentException if it believes anybody that such a device must not. */
    public void markForProduction() throws IOException {
        requireForProduction(provisioning.flatMap(ProductionRule::objection));
        if (!production) {
            log.append(PRODUCTION, Bytes.ofHex("01"));
            production = true;
        }
    }

    private static void requireForProduction(Optional<String> objection) {
        objection.ifPresent(why -> {
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
