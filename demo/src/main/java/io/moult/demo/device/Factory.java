package io.moult.demo.device;

import io.moult.boot.DeviceFiles;
import io.moult.boot.DeviceStorage;
import io.moult.boot.Manufacture;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import io.moult.cbor.DecoderLimits;
import io.moult.suit.author.KeySet;
import io.moult.suit.codec.EnvelopeReader;
import io.moult.suit.codec.HeadResult;
import io.moult.suit.codec.IntegratedPayload;
import io.moult.suit.factory.ManufacturingImageFile;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happens to a device before it is switched on for the first time: identifiers, certificate, first image. */
final class Factory {
    private final Path deviceDirectory;
    private final OptionalLong slotBytes;

    Factory(Path deviceDirectory, OptionalLong slotBytes) {
        this.deviceDirectory = deviceDirectory;
        this.slotBytes = slotBytes;
    }

    /** Puts vendor ID, class ID and certificate of a KEYS directory into the device (R14, R34), and its policy if it has one. */
    void provision(Path keys, Optional<AuthorisationPolicy> policy) throws IOException {
        KeySet set = KeySet.read(keys);
        Provisioning owner = new Provisioning(set.vendorId(), set.classId(), List.of(set.certificateDer()));
        Manufacture.provision(deviceDirectory, owner, policy, slotBytes);
    }

    /** Flashes a release with its image in it as the first one; it may bring the provisioning along (R14, R33). */
    void flash(Path release) throws IOException {
        DecoderLimits limits = DecoderLimits.DEFAULT;
        try (InputStream in = Files.newInputStream(release)) {
            Bytes prefix = Bytes.wrap(in.readNBytes(256));
            HeadResult head = new EnvelopeReader(limits).readHead(prefix);
            while (head instanceof HeadResult.NeedMore more) {
                Bytes longer = grow(prefix, in, more.atLeastBytes());
                if (longer.length() == prefix.length()) {
                    throw new IOException(release + " ends in the middle of its envelope");
                }
                prefix = longer;
                head = new EnvelopeReader(limits).readHead(prefix);
            }
            if (head instanceof HeadResult.Refused refused) {
                throw new IOException(release + " is no release: " + refused.refusal());
            }
            flash(release, (HeadResult.Complete) head);
        }
    }

    /** Makes a device of a manufacturing image (R55): bootloader, certificate and first application. */
    void manufacture(Path manufacturingImage) throws IOException {
        try (ManufacturingImageFile file = ManufacturingImageFile.open(manufacturingImage)) {
            DeviceStorage.createIfAbsent(deviceDirectory, slotBytes);
            try (DeviceStorage storage = DeviceStorage.open(deviceDirectory, DeviceStorage.Options.withoutFaults())) {
                Manufacture.manufacture(
                        storage.platform(),
                        file,
                        DeviceFiles.in(deviceDirectory).bootloader());
            }
        }
    }

    private void flash(Path release, HeadResult.Complete head) throws IOException {
        IntegratedPayload payload = head.payload()
                .orElseThrow(() -> new IOException(
                        release + " has no image in it: a first image comes embedded (release without --uri)"));
        try (InputStream image = Files.newInputStream(release)) {
            image.skipNBytes(payload.offsetBytes());
            Manufacture.flashFirstImage(deviceDirectory, head.envelope().stripped(), image, slotBytes);
        }
    }

    private static Bytes grow(Bytes prefix, InputStream in, int atLeastBytes) throws IOException {
        byte[] more = in.readNBytes(Math.max(256, atLeastBytes - prefix.length()));
        byte[] all = new byte[prefix.length() + more.length];
        prefix.copyInto(all, 0);
        System.arraycopy(more, 0, all, prefix.length(), more.length);
        return Bytes.wrap(all);
    }
}
