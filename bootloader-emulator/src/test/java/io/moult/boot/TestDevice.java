package io.moult.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.image.Acceptance;
import io.moult.boot.image.Decisions;
import io.moult.boot.image.ImageFacts;
import io.moult.boot.image.ImageVerdict;
import io.moult.boot.image.ImageVerifier;
import io.moult.boot.image.SetFacts;
import io.moult.boot.image.SetView;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.otp.DeviceTrust;
import io.moult.boot.otp.Otp;
import io.moult.boot.otp.Provisioning;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import io.moult.suit.manifest.ComponentId;
import io.moult.suit.verify.AuthorisationPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device in RAM: flash and fuses stay, all else is made anew at each boot. The verifier is the real one; what it said
 * of the same octets before is remembered, because sweeps ask the same thing ten thousand times.
 */
final class TestDevice {
    final Topology topology;
    final NorFlash flash;
    final NorFlash fuses;
    private final Map<Object, Object> remembered;
    private FaultPlan faults = FaultPlan.none();
    private TrialBudget trials = TrialBudget.ONE;
    private Decisions decisions = Decisions.SOUND;

    private TestDevice(Topology topology, NorFlash flash, NorFlash fuses, Map<Object, Object> remembered) {
        this.topology = topology;
        this.flash = flash;
        this.fuses = fuses;
        this.remembered = remembered;
    }

    static TestDevice blank(Topology topology) {
        return new TestDevice(
                topology, NorFlash.inMemory(topology.geometry()), NorFlash.inMemory(Otp.GEOMETRY), new HashMap<>());
    }

    static TestDevice manufactured(Topology topology, Releases author, Releases.Signed first) throws IOException {
        TestDevice device = blank(topology);
        Manufacture.provision(device.platform(), owner(author));
        Manufacture.flashFirstSet(device.platform(), first.envelope(), first.streams());
        return device;
    }

    /** One that judges by a policy. */
    static TestDevice manufactured(
            Topology topology, Releases author, AuthorisationPolicy policy, Releases.Signed first) throws IOException {
        TestDevice device = blank(topology);
        Manufacture.provision(device.platform(), owner(author), policy);
        Manufacture.flashFirstSet(device.platform(), first.envelope(), first.streams());
        return device;
    }

    /** Whom it believes now. */
    DeviceTrust trust() throws IOException {
        return DeviceTrust.of(platform().otp()).orElseThrow();
    }

    static Provisioning owner(Releases author) {
        return new Provisioning(
                author.keys().vendorId(),
                author.keys().classId(),
                List.of(author.keys().certificateDer()));
    }

    TestDevice copy() {
        TestDevice copy = new TestDevice(topology, flash.copy(), fuses.copy(), remembered);
        copy.trials = trials;
        return copy;
    }

    /** From now on; a device has one plan at a time. */
    TestDevice with(FaultPlan plan) {
        this.faults = plan;
        return this;
    }

    TestDevice withTrialAttempts(int attempts) {
        return with(TrialBudget.of(attempts));
    }

    TestDevice with(TrialBudget budget) {
        this.trials = budget;
        return this;
    }

    /** From now on; nothing is remembered of what was verified before. */
    TestDevice with(Decisions interference) {
        this.decisions = interference;
        return this;
    }

    BootPlatform platform() throws IOException {
        Otp otp = new Otp(new FaultyFlash(fuses, faults));
        ImageVerifier suit = new SuitImageVerifier(otp, decisions);
        ImageVerifier verifier = decisions == Decisions.SOUND ? new Remembering(suit, otp, remembered) : suit;
        return new BootPlatform(new FaultyFlash(flash, faults), topology, otp, verifier, trials, decisions);
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
        for (ComponentId component : application.staging()) {
            Bytes image = release.image(component);
            for (int at = 0; at < image.length(); at += pieceBytes) {
                application.write(component, at, image.slice(at, Math.min(at + pieceBytes, image.length())));
            }
        }
        application.requestTrialBoot();
    }

    Optional<JournalState> journal() throws IOException {
        return new Journal(flash, topology.journal()).state();
    }

    Bytes primary(int lengthBytes) throws IOException {
        return flash.read(topology.offsetOf(topology.components().get(0).primary()), lengthBytes);
    }

    /** The octets that a start executes are those of a release, every image of it. */
    void assertRuns(BootOutcome.Started started, Releases.Signed release) throws IOException {
        assertThat(started.image().version()).isEqualTo(release.version());
        assertThat(started.images()).hasSize(topology.components().size());
        for (RunningImage image : started.images()) {
            Bytes wanted = release.image(image.component());
            Bytes executed = image.ram().isPresent()
                    ? image.ram().get()
                    : flash.read(image.flashOffsetBytes(), (int) image.sizeBytes());
            assertThat(executed)
                    .as("%s of %s", image.component(), release.version())
                    .isEqualTo(wanted);
        }
    }

    long writes() {
        return flash.operations().writes() + fuses.operations().writes();
    }

    private record Remembering(ImageVerifier verifier, Otp otp, Map<Object, Object> remembered)
            implements ImageVerifier {
        private record Key(
                Object question, Bytes envelope, List<Object> images, Acceptance acceptance, Object believed) {}

        private Key key(Object question, Bytes envelope, SetView images, Acceptance acceptance) throws IOException {
            List<Object> octets = new ArrayList<>();
            Optional<SetFacts> facts = describe(envelope);
            for (ImageFacts image : facts.map(SetFacts::images).orElse(List.of())) {
                if (images.has(image.component())) {
                    long capacity = images.image(image.component()).capacityBytes();
                    octets.add(image.component());
                    octets.add(capacity);
                    octets.add(images.image(image.component()).read(0, (int) Math.min(image.sizeBytes(), capacity)));
                }
            }
            return new Key(
                    question, envelope, octets, acceptance, DeviceTrust.of(otp).map(DeviceTrust::measured));
        }

        @Override
        public ImageVerdict verify(Bytes envelope, SetView images, Acceptance acceptance) throws IOException {
            Key key = key("verify", envelope, images, acceptance);
            Object known = remembered.get(key);
            if (known == null) {
                known = verifier.verify(envelope, images, acceptance);
                remembered.put(key, known);
            }
            return (ImageVerdict) known;
        }

        @Override
        public boolean confirms(SetFacts believed, Bytes envelope, SetView images, Acceptance acceptance)
                throws IOException {
            Key key = key(believed, envelope, images, acceptance);
            Object known = remembered.get(key);
            if (known == null) {
                known = verifier.confirms(believed, envelope, images, acceptance);
                remembered.put(key, known);
            }
            return (Boolean) known;
        }

        @Override
        public Optional<SetFacts> describe(Bytes envelope) {
            Object known = remembered.computeIfAbsent(envelope, e -> verifier.describe(envelope));
            return ((Optional<?>) known).map(SetFacts.class::cast);
        }
    }
}
