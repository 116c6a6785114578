package io.moult.boot;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.Acceptance;
import io.moult.boot.image.FlashLayout;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.ImageView;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.otp.Otp;
import io.moult.boot.otp.Provisioning;
import io.moult.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device in RAM: flash and fuses stay, all else is made anew at each boot. The verifier is the real one; what it said
 * of the same octets before is remembered, because sweeps ask the same thing ten thousand times.
 */
final class TestDevice {
    final FlashLayout layout;
    final NorFlash flash;
    final NorFlash fuses;
    private final Map<Object, ImageVerdict> remembered;
    private FaultPlan faults = FaultPlan.none();
    private int trialAttempts = 1;

    private TestDevice(FlashLayout layout, NorFlash flash, NorFlash fuses, Map<Object, ImageVerdict> remembered) {
        this.layout = layout;
        this.flash = flash;
        this.fuses = fuses;
        this.remembered = remembered;
    }

    static TestDevice blank(FlashLayout layout) {
        return new TestDevice(
                layout, NorFlash.inMemory(layout.geometry()), NorFlash.inMemory(Otp.GEOMETRY), new HashMap<>());
    }

    static TestDevice manufactured(FlashLayout layout, Releases author, Releases.Signed first) throws IOException {
        TestDevice device = blank(layout);
        Manufacture.provision(device.platform(), owner(author));
        Manufacture.flashFirstImage(
                device.platform(),
                first.envelope(),
                new ByteArrayInputStream(first.image().toArray()));
        return device;
    }

    static Provisioning owner(Releases author) {
        return new Provisioning(
                author.keys().vendorId(),
                author.keys().classId(),
                List.of(author.keys().certificateDer()));
    }

    TestDevice copy() {
        TestDevice copy = new TestDevice(layout, flash.copy(), fuses.copy(), remembered);
        copy.trialAttempts = trialAttempts;
        return copy;
    }

    /** From now on; a device has one plan at a time. */
    TestDevice with(FaultPlan plan) {
        this.faults = plan;
        return this;
    }

    TestDevice withTrialAttempts(int attempts) {
        this.trialAttempts = attempts;
        return this;
    }

    BootPlatform platform() throws IOException {
        Otp otp = new Otp(new FaultyFlash(fuses, faults));
        ImageVerifier verifier = new Remembering(new SuitImageVerifier(otp::provisioning), otp, remembered);
        return new BootPlatform(new FaultyFlash(flash, faults), layout, otp, verifier, trialAttempts);
    }

    BootOutcome boot(ResetReason reason) throws IOException {
        return new BootRom(platform()).boot(reason);
    }

    BootOutcome.Started start(ResetReason reason) throws IOException {
        BootOutcome outcome = boot(reason);
        if (outcome instanceof BootOutcome.Started started) {
            return started;
        }
        throw new AssertionError("expected a start, but " + outcome);
    }

    ApplicationServices application(BootOutcome.Started started) throws IOException {
        return new ApplicationServices(platform(), started, () -> {});
    }

    /** What an update component does with a release, up to the reset. */
    void stage(Releases.Signed release, int pieceBytes) throws IOException {
        stage(application(start(ResetReason.REQUEST)), release, pieceBytes);
    }

    static void stage(ApplicationServices application, Releases.Signed release, int pieceBytes) throws IOException {
        application.begin(release.envelope());
        Bytes image = release.image();
        for (int at = 0; at < image.length(); at += pieceBytes) {
            application.write(at, image.slice(at, Math.min(at + pieceBytes, image.length())));
        }
        application.requestTrialBoot(image.length());
    }

    Optional<JournalState> journal() throws IOException {
        return new Journal(flash, layout.journalFirstSector()).state();
    }

    Bytes primary(int lengthBytes) throws IOException {
        return ImageView.primary(flash, layout).read(0, lengthBytes);
    }

    long writes() {
        return flash.operations().writes() + fuses.operations().writes();
    }

    private record Remembering(ImageVerifier verifier, Otp otp, Map<Object, ImageVerdict> remembered)
            implements ImageVerifier {
        private record Key(Bytes envelope, Bytes image, Acceptance acceptance, boolean owned) {}

        @Override
        public ImageVerdict verify(Bytes envelope, ImageView image, Acceptance acceptance) throws IOException {
            long size = describe(envelope).map(ImageFacts::sizeBytes).orElse(0L);
            Bytes octets = image.read(0, (int) Math.min(size, image.capacityBytes()));
            Key key = new Key(envelope, octets, acceptance, otp.provisioning().isPresent());
            ImageVerdict known = remembered.get(key);
            if (known == null) {
                known = verifier.verify(envelope, image, acceptance);
                remembered.put(key, known);
            }
            return known;
        }

        @Override
        public Optional<ImageFacts> describe(Bytes envelope) {
            return verifier.describe(envelope);
        }
    }
}
