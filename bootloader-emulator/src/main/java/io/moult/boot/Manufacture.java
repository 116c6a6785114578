package io.moult.boot;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.image.Acceptance;
import io.moult.boot.image.ComingImages;
import io.moult.boot.image.ComingImages.ComingImage;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetView;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.otp.DeviceKeys;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.ProductionRule;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cose.KeyFileException;
import io.moult.cose.TrustAnchor;
import io.moult.suit.factory.ManufacturingImage;
import io.moult.suit.factory.ManufacturingImage.Part;
import io.moult.suit.factory.ManufacturingImageFile;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
        provision(dir, new Provisioning(vendorId, classId, List.of(certificateDer)), Optional.empty(), slotBytes);
    }

    /** The same, by a policy if there is one. */
    public static void provision(
            Path dir, Provisioning wanted, Optional<AuthorisationPolicy> policy, OptionalLong slotBytes)
            throws IOException {
        requireCertificates(wanted);
        DeviceStorage.createIfAbsent(dir, slotBytes);
        try (DeviceStorage storage = DeviceStorage.open(dir, DeviceStorage.Options.withoutFaults())) {
            BootPlatform device = storage.platform();
            if (policy.isPresent()) {
                provision(device, wanted, policy.get());
            } else {
                provision(device, wanted);
            }
        }
    }

    /** A device that is to be sold believes no certificate of development and no key that everybody has. */
    private static void requireFitFor(BootPlatform device, Provisioning wanted) throws ManufactureException {
        Optional<String> objection = device.otp().production() ? ProductionRule.objection(wanted) : Optional.empty();
        if (objection.isPresent()) {
            throw new ManufactureException(
                    "this is a device for production, and " + objection.get() + ": provision it with keys of your own");
        }
    }

    /** Makes a blank device one that is to be sold, for good. Before it is provisioned, so that nothing slips in. */
    public static void markForProduction(BootPlatform device) throws IOException {
        Optional<String> objection = device.otp().provisioning().flatMap(ProductionRule::objection);
        if (objection.isPresent()) {
            throw new ManufactureException("the device cannot be one for production: " + objection.get());
        }
        device.otp().markForProduction();
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
        requireFitFor(device, wanted);
        requireNoOtherOwner(device, wanted);
        if (device.otp().provisioning().isEmpty()) {
            device.otp().provision(wanted);
        }
        giveKeys(device);
    }

    private static void requireNoOtherOwner(BootPlatform device, Provisioning wanted) throws ManufactureException {
        Optional<Provisioning> present = device.otp().provisioning();
        if (present.isPresent() && !present.get().equals(wanted)) {
            throw new ManufactureException("the device is provisioned already, for vendor "
                    + present.get().vendorId() + " and class " + present.get().classId()
                    + "; that cannot be changed");
        }
    }

    /**
     * The same, for a device that is to judge by a policy and not to believe all its certificates alike. The policy says all
     * of whom it believes. Doing it again with the same values has no effect.
     */
    public static void provision(BootPlatform device, Provisioning wanted, AuthorisationPolicy policy)
            throws IOException {
        requireCertificates(wanted);
        try {
            if (!device.otp().hasPolicy(policy)) {
                burn(device, policy);
            }
        } catch (IllegalArgumentException e) {
            throw new ManufactureException("the policy cannot be kept in a device: " + e.getMessage());
        }
        provision(device, wanted);
    }

    private static void burn(BootPlatform device, AuthorisationPolicy policy) throws IOException {
        Optional<String> objection = device.otp().production() ? ProductionRule.objection(policy) : Optional.empty();
        if (objection.isPresent()) {
            throw new ManufactureException("this is a device for production, and " + objection.get()
                    + ": give it a policy with certificates of your own");
        }
        try {
            device.otp().writePolicy(policy);
        } catch (IllegalStateException e) {
            throw new ManufactureException(
                    "the device was made with other words on whom it believes, or with none; a signed change of trust"
                            + " changes that");
        }
    }

    /** Whoever is somebody's has keys of its own, made on the spot and known to nobody else. */
    private static void giveKeys(BootPlatform device) throws IOException {
        if (device.otp().provisioning().isPresent() && device.otp().deviceKeys().isEmpty()) {
            device.otp().writeDeviceKeys(DeviceKeys.generate(new SecureRandom()));
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
        flashFirstSet(
                device, envelope, Map.of(device.topology().components().get(0).id(), image));
    }

    /** The same, with an image for each component. */
    public static void flashFirstSet(BootPlatform device, Bytes envelope, Map<ComponentId, InputStream> images)
            throws IOException {
        flashFirstSet(device, envelope, ComingImages.of(images));
    }

    /** The same, as the images come. */
    public static void flashFirstSet(BootPlatform device, Bytes envelope, ComingImages images) throws IOException {
        flashFirstSet(device, envelope, images, Optional.empty());
    }

    /** Whoever is to own a blank device is burnt in when its first set has been believed, and not before. */
    private static void flashFirstSet(
            BootPlatform device, Bytes envelope, ComingImages images, Optional<Provisioning> owner) throws IOException {
        requireNoFirmware(device);
        SetFacts facts = factsOf(device, envelope);
        SetView places = device.places().running(0);
        write(device, facts, places, images);
        Optional<Provisioning> brought =
                owner.isPresent() && device.otp().provisioning().isEmpty()
                        ? owner
                        : broughtAlong(device, facts, places);
        believe(
                device,
                envelope,
                places,
                brought,
                Acceptance.ofAccepted(device.otp().securityCounter()));
        if (brought.isPresent()) {
            requireFitFor(device, brought.get());
            device.otp().provision(brought.get());
        }
        giveKeys(device);
        // last, so that a device on which this was cut off has nothing to boot, and it can be done again
        device.envelopes().write(EnvelopeArea.A, envelope, 0);
        device.journal().format(JournalState.settled(EnvelopeArea.A));
    }

    /**
     * Makes a blank device of a manufacturing image (R55, R56): identifiers, certificate and first image; the bootloader's
     * octets are kept in its read-only memory and, like an application's, are not executed here.
     */
    public static void manufacture(BootPlatform device, ManufacturingImageFile file, Path readOnlyMemory)
            throws IOException {
        ManufacturingImage image = file.image();
        Provisioning owner = new Provisioning(image.vendorId(), image.classId(), List.of(file.small(Part.CERTIFICATE)));
        requireCertificates(owner);
        requireFitFor(device, owner);
        requireNoOtherOwner(device, owner);
        ComponentId only = device.topology().components().get(0).id();
        flashFirstSet(
                device,
                file.small(Part.ENVELOPE),
                ComingImages.of(Map.of(only, file.stream(Part.APPLICATION))),
                Optional.of(owner));
        if (image.area(Part.BOOTLOADER).isPresent()) {
            Files.copy(file.stream(Part.BOOTLOADER), readOnlyMemory, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Flashes the images of last resort, for the components that have a place for them. They are written here and never
     * again; the device believes them only if they are signed as any others.
     */
    public static void flashGolden(BootPlatform device, Bytes envelope, Map<ComponentId, InputStream> images)
            throws IOException {
        flashGolden(device, envelope, ComingImages.of(images));
    }

    /** The same, as the images come. */
    public static void flashGolden(BootPlatform device, Bytes envelope, ComingImages images) throws IOException {
        SetView places = device.places()
                .golden()
                .orElseThrow(() -> new ManufactureException("the device has no place for golden images"));
        if (device.envelopes().readGolden().isPresent()) {
            throw new ManufactureException("the device has golden images already; they are written once");
        }
        write(device, factsOf(device, envelope), places, images);
        believe(device, envelope, places, Optional.empty(), Acceptance.ofGolden());
        device.envelopes().writeGolden(envelope);
    }

    private static SetFacts factsOf(BootPlatform device, Bytes envelope) throws ManufactureException {
        int room = device.topology().envelopeBytes();
        if (envelope.length() > room) {
            throw new ManufactureException(
                    "the envelope has " + envelope.length() + " B; the device keeps " + room + " B");
        }
        return device.verifier()
                .describe(envelope)
                .orElseThrow(() -> new ManufactureException("the envelope of the first image cannot be read"));
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
        Journal journal = device.journal();
        boolean lost = journal.condition() == Journal.Condition.DAMAGED;
        return journal.state().isPresent()
                || (lost && new Salvage(device).derive().isPresent());
    }

    private static void requireNoFirmware(BootPlatform device) throws IOException {
        if (hasFirmware(device)) {
            throw new ManufactureException("the device has firmware already; it takes updates, no other first image");
        }
    }

    private static Optional<Provisioning> broughtAlong(BootPlatform device, SetFacts facts, SetView places)
            throws IOException {
        Optional<Provisioning> brought = Optional.empty();
        if (device.otp().provisioning().isPresent()) {
            return brought;
        }
        for (ImageFacts image : facts.images()) {
            int length = (int) Math.min(image.sizeBytes(), Provisioning.BLOCK_LIMIT_BYTES);
            Bytes end = places.image(image.component()).read(image.sizeBytes() - length, length);
            try {
                brought = brought.or(() -> Provisioning.atEndOf(end));
            } catch (IllegalArgumentException e) {
                throw new ManufactureException("the image brings no usable provisioning: " + e.getMessage());
            }
        }
        return brought;
    }

    /** Before anything irreversible: the images must be such as the device will boot. */
    private static void believe(
            BootPlatform device, Bytes envelope, SetView images, Optional<Provisioning> brought, Acceptance acceptance)
            throws IOException {
        ImageVerifier verifier = brought.isPresent()
                ? new SuitImageVerifier(DeviceTrust.of(brought.get()), device.decisions())
                : device.verifier();
        ImageVerdict verdict = verifier.verify(envelope, images, acceptance);
        if (verdict.refusal().isPresent()) {
            throw new ManufactureException(
                    "the first image is refused: " + verdict.refusal().get());
        }
    }

    private static void write(BootPlatform device, SetFacts facts, SetView places, ComingImages images)
            throws IOException {
        for (ImageFacts image : facts.images()) {
            if (!places.has(image.component())) {
                throw new ManufactureException("the device has no place for component " + image.component());
            }
            long capacity = places.image(image.component()).capacityBytes();
            if (image.sizeBytes() < 1 || image.sizeBytes() > capacity) {
                throw new ManufactureException(
                        "the first image has " + image.sizeBytes() + " B; a slot holds " + capacity + " B");
            }
        }
        Set<ComponentId> written = new HashSet<>();
        for (Optional<ComingImage> next = images.next(); next.isPresent(); next = images.next()) {
            ComingImage coming = next.get();
            ImageFacts image = facts.of(coming.component())
                    .orElseThrow(() ->
                            new ManufactureException("the manifest does not speak of component " + coming.component()));
            write(device, places.image(image.component()).flashOffsetBytes(), coming.octets(), image.sizeBytes());
            written.add(image.component());
        }
        for (ImageFacts image : facts.images()) {
            if (!written.contains(image.component())) {
                throw new ManufactureException("there is no image for component " + image.component());
            }
        }
    }

    private static void write(BootPlatform device, long flashOffset, InputStream image, long imageBytes)
            throws IOException {
        FlashGeometry geometry = device.flash().geometry();
        int sector = geometry.sectorAt(flashOffset);
        for (long at = 0; at < imageBytes; sector++) {
            byte[] octets = new byte[geometry.sectorBytes(sector)];
            Arrays.fill(octets, (byte) geometry.erasedValue(sector));
            int wanted = (int) Math.min(octets.length, imageBytes - at);
            int read = image.readNBytes(octets, 0, wanted);
            if (read < wanted) {
                throw new ManufactureException(
                        "the first image ends after " + (at + read) + " B; its manifest says " + imageBytes + " B");
            }
            device.flash().erase(sector);
            device.flash().program(geometry.offsetOfSector(sector), Bytes.wrap(octets));
            at += octets.length;
        }
        if (image.read() >= 0) {
            throw new ManufactureException("the first image is longer than the " + imageBytes + " B of its manifest");
        }
    }
}
