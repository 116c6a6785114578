package io.moult.boot.otp;

import io.moult.boot.flash.Flash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.journal.Records;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One-time-programmable memory: checksummed records in units that are written once and never erased. A field is given
 * once; the security counter only rises, until the memory is full. A record that a power cut tore is absent, and its
 * place is not used again. Owned by one thread.
 *
 * <p>Assumed of the medium: a unit that reads blank is blank. Of flash we do not assume it, but there an erase mends what
 * a cut left weak, and here nothing could.
 */
public final class Otp {
    /** The shape of the memory: one sector that nobody erases. */
    public static final FlashGeometry GEOMETRY =
            new FlashGeometry(List.of(new FlashRegion(FlashRegion.FUSES, 32 * 1024, 1, 8, 0xff, 0)));

    private static final int LAYOUT = 1;
    private static final int PROVISIONING = 2;
    private static final int COUNTER = 3;

    private final Flash memory;
    private Optional<Bytes> layout = Optional.empty();
    private Optional<Provisioning> provisioning = Optional.empty();
    private long securityCounter;
    private int usedBytes;
    private int sequence;

    /** Reads the memory; writes nothing. */
    public Otp(Flash memory) throws IOException {
        this.memory = memory;
        Records.Scan scan = Records.scan(
                memory.read(0, memory.geometry().sectorBytes(0)),
                memory.geometry().erasedValue(0));
        for (Records.Entry entry : scan.entries()) {
            sequence = entry.sequence();
            switch (entry.type()) {
                case LAYOUT -> layout = layout.or(() -> Optional.of(entry.payload()));
                case PROVISIONING ->
                    provisioning = provisioning.or(() -> Optional.of(Provisioning.decode(entry.payload())));
                case COUNTER -> raiseTo(entry.payload().asByteBuffer().getLong());
                default -> {
                    // a later kind of record: not ours to judge
                }
            }
        }
        usedBytes = scan.usedBytes();
    }

    /** The flash layout that the device was made with. */
    public Optional<Bytes> layout() {
        return layout;
    }

    public Optional<Provisioning> provisioning() {
        return provisioning;
    }

    /** Unsigned 64 bit; 0 until a release raised it. */
    public long securityCounter() {
        return securityCounter;
    }

    public void writeLayout(Bytes encoded) throws IOException {
        if (layout.isPresent()) {
            throw new IllegalStateException("layout is written already");
        }
        append(LAYOUT, encoded);
        layout = Optional.of(encoded);
    }

    /** Once in a device's life. */
    public void provision(Provisioning once) throws IOException {
        if (provisioning.isPresent()) {
            throw new IllegalStateException("device is provisioned already");
        }
        append(PROVISIONING, once.encode());
        provisioning = Optional.of(once);
    }

    /** Raises the counter; no effect if it is as high already. {@link OtpFullException} when it has risen too often. */
    public void raiseSecurityCounter(long to) throws IOException {
        if (Long.compareUnsigned(to, securityCounter) > 0) {
            append(COUNTER, Bytes.wrap(ByteBuffer.allocate(8).putLong(to).array()));
            raiseTo(to);
        }
    }

    private void raiseTo(long to) {
        if (Long.compareUnsigned(to, securityCounter) > 0) {
            securityCounter = to;
        }
    }

    private void append(int type, Bytes payload) throws IOException {
        Bytes record = Records.encode(type, sequence + 1, payload);
        int at = usedBytes;
        if (at + record.length() > memory.geometry().sectorBytes(0)) {
            throw new OtpFullException("one-time-programmable memory is full");
        }
        usedBytes += record.length();
        memory.program(at, record);
        sequence++;
    }
}
