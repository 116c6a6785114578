package io.moult.boot;

import io.moult.boot.image.Acceptance;
import io.moult.boot.image.EnvelopeStore;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a factory does to a device before it is anybody's: it puts the identifiers and the certificate into
 * one-time-programmable memory (factory mode), or lets the first image bring them along (developer mode), and flashes
 * that first image. Either order will do. Each step can be repeated after a power cut.
 */
public final class Manufacture {
    private Manufacture() {}

    /** Provisions a device, making a blank one if there is none. Doing it again with the same values has no effect. */
    public static void provision(Path dir, UUID vendorId, UUID classId, Bytes certificateDer, OptionalLong slotBytes)
            throws IOException {
        Provisioning wanted = new Provisioning(vendorId, classId, List.of(certificateDer));
        requireCertificates(wanted);
        DeviceStorage.createIfAbsent(dir, slotBytes);
        try (DeviceStorage storage = DeviceStorage.open(dir, DeviceStorage.Options.withoutFaults())) {
            provision(storage.platform(), wanted);
        }
    }

    /** They are burnt in for good, so they are read first. */
    private static void requireCertificates(Provisioning wanted) throws ManufactureException {
        for (Bytes der : wanted.trustAnchors()) {
            try {
                TrustAnchor.ofCertificate(der);
            } catch (KeyFileException e) {
                throw new ManufactureException("the certificate to provision " + e.getMessage());
            }
        }
    }

    /** Provisions a device that is open. Doing it again with the same values has no effect. */
    public static void provision(BootPlatform device, Provisioning wanted) throws IOException {
        requireCertificates(wanted);
        Optional<Provisioning> present = device.otp().provisioning();
        if (present.isEmpty()) {
            device.otp().provision(wanted);
        } else if (!present.get().equals(wanted)) {
            throw new ManufactureException("the device is provisioned already, for vendor "
                    + present.get().vendorId() + " and class " + present.get().classId()
                    + "; that cannot be changed");
        }
    }

    /**
     * Flashes the first image of a device, making a blank device if there is none. On one that is not provisioned, a
     * {@linkplain Provisioning#asImageTrailer block at the image's end} provisions it; on a provisioned one such a
     * block means nothing. The image is confirmed from the start.
     *
     * @param strippedEnvelope the envelope without payloads
     */
    public static void flashFirstImage(Path dir, Bytes strippedEnvelope, InputStream image, OptionalLong slotBytes)
            throws IOException {
        DeviceStorage.createIfAbsent(dir, slotBytes);
        try (DeviceStorage storage = DeviceStorage.open(dir, DeviceStorage.Options.withoutFaults())) {
            flashFirstImage(storage.platform(), strippedEnvelope, image);
        }
    }

    /** The same, on a device that is open. */
    public static void flashFirstImage(BootPlatform device, Bytes envelope, InputStream image) throws IOException {
        FlashLayout layout = device.layout();
        requireNoFirmware(device);
        if (envelope.length() > layout.envelopeBytes()) {
            throw new ManufactureException(
                    "the envelope has " + envelope.length() + " B; the device keeps " + layout.envelopeBytes() + " B");
        }
        ImageFacts facts = device.verifier()
                .describe(envelope)
                .orElseThrow(() -> new ManufactureException("the envelope of the first image cannot be read"));
        if (facts.sizeBytes() < 1 || facts.sizeBytes() > layout.slotBytes()) {
            throw new ManufactureException(
                    "the first image has " + facts.sizeBytes() + " B; a slot holds " + layout.slotBytes() + " B");
        }
        write(device, image, facts.sizeBytes());
        Optional<Provisioning> brought = broughtAlong(device, facts.sizeBytes());
        believe(device, envelope, brought);
        if (brought.isPresent()) {
            device.otp().provision(brought.get());
        }
        // last, so that a device on which this was cut off has nothing to boot, and it can be done again
        new EnvelopeStore(device.flash(), layout).write(EnvelopeArea.A, envelope);
        new Journal(device.flash(), layout.journalFirstSector()).format(JournalState.settled(EnvelopeArea.A));
    }

    /** Whether a device has been made in this directory and holds firmware. */
    public static boolean hasFirmware(Path dir) throws IOException {
        if (!DeviceStorage.exists(dir)) {
            return false;
        }
        try (DeviceStorage storage = DeviceStorage.openReadOnly(dir)) {
            return hasFirmware(storage.platform());
        }
    }

    /** A blank journal means that manufacture was not finished; a lost one, that there may be firmware to save. */
    public static boolean hasFirmware(BootPlatform device) throws IOException {
        Journal journal = new Journal(device.flash(), device.layout().journalFirstSector());
        boolean lost = journal.condition() == Journal.Condition.DAMAGED;
        return journal.state().isPresent()
                || (lost && new Salvage(device).derive().isPresent());
    }

    private static void requireNoFirmware(BootPlatform device) throws IOException {
        if (hasFirmware(device)) {
            throw new ManufactureException("the device has firmware already; it takes updates, no other first image");
        }
    }

    private static Optional<Provisioning> broughtAlong(BootPlatform device, long imageBytes) throws IOException {
        if (device.otp().provisioning().isPresent()) {
            return Optional.empty();
        }
        int length = (int) Math.min(imageBytes, Provisioning.BLOCK_LIMIT_BYTES);
        ImageView primary = ImageView.primary(device.flash(), device.layout());
        try {
            return Provisioning.atEndOf(primary.read(imageBytes - length, length));
        } catch (IllegalArgumentException e) {
            throw new ManufactureException("the image brings no usable provisioning: " + e.getMessage());
        }
    }

    /** Before anything irreversible: the image must be one that the device will boot. */
    private static void believe(BootPlatform device, Bytes envelope, Optional<Provisioning> brought)
            throws IOException {
        ImageVerifier verifier = brought.isPresent() ? new SuitImageVerifier(() -> brought) : device.verifier();
        ImageVerdict verdict = verifier.verify(
                envelope,
                ImageView.primary(device.flash(), device.layout()),
                Acceptance.ofAccepted(device.otp().securityCounter()));
        if (verdict.refusal().isPresent()) {
            throw new ManufactureException(
                    "the first image is refused: " + verdict.refusal().get());
        }
    }

    private static void write(BootPlatform device, InputStream image, long imageBytes) throws IOException {
        int sectorBytes = device.layout().sectorBytes();
        int sector = device.layout().primaryFirstSector();
        for (long at = 0; at < imageBytes; at += sectorBytes, sector++) {
            byte[] octets = new byte[sectorBytes];
            Arrays.fill(octets, (byte) device.flash().geometry().erasedValue(sector));
            int wanted = (int) Math.min(sectorBytes, imageBytes - at);
            int read = image.readNBytes(octets, 0, wanted);
            if (read < wanted) {
                throw new ManufactureException(
                        "the first image ends after " + (at + read) + " B; its manifest says " + imageBytes + " B");
            }
            device.flash().erase(sector);
            device.flash().program(device.layout().geometry().offsetOfSector(sector), Bytes.wrap(octets));
        }
        if (image.read() >= 0) {
            throw new ManufactureException("the first image is longer than the " + imageBytes + " B of its manifest");
        }
    }
}
