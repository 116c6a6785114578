package io.moult.boot.explore.moult;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootPlatform;
import io.moult.boot.BootRom;
import io.moult.boot.Manufacture;
import io.moult.boot.ResetReason;
import io.moult.boot.TrialBudget;
import io.moult.boot.explore.Action;
import io.moult.boot.explore.BootSeen;
import io.moult.boot.explore.Canonical;
import io.moult.boot.explore.Contents;
import io.moult.boot.explore.Machine;
import io.moult.boot.explore.Shape;
import io.moult.boot.explore.Subject;
import io.moult.boot.image.Decisions;
import io.moult.boot.image.SuitImageVerifier;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.SecondaryContent;
import io.moult.boot.otp.Otp;
import io.moult.boot.topology.ComponentPlace;
import io.moult.boot.topology.SectorRange;
import io.moult.boot.topology.Topology;
import io.moult.suit.manifest.ComponentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Our bootloader on one topology, leading one life. */
final class MoultSubject implements Subject {
    private static final String FOREIGN_STORAGE = BootRom.class.getPackageName() + ".ForeignStorage";

    private final String title;
    private final Topology topology;
    private final Life life;
    private final TrialBudget trials;
    private final Catalogue catalogue;
    private final Shape shape;
    private final Truth truth;
    private final Canonical canonical;
    private final RememberingVerifier.Memory memory = new RememberingVerifier.Memory();
    private final Limits limits;

    MoultSubject(
            String title, Topology topology, Life life, TrialBudget trials, boolean exact, boolean journalMayBeLost)
            throws IOException {
        this.title = title;
        this.topology = topology;
        this.life = life;
        this.trials = trials;
        this.catalogue = Catalogue.make(topology);
        this.shape = Laboratory.shapeOf(topology);
        this.truth = new Truth(topology, catalogue, shape);
        boolean encrypted = !topology.encryptedParts().isEmpty();
        int most = trials.attempts() + trials.forgivenPowerCuts();
        this.canonical = new RecordsCanonical(
                shape,
                topology.journal(),
                new JournalMeaning(topology.geometry(), topology.journal().first(), encrypted, most + 1),
                truth.pieces(),
                exactSectors(exact),
                exact || journalMayBeLost
                        ? Optional.empty()
                        : Optional.of(new Dead(
                                topology, !life.staysHalfway(), catalogue.smallest(topology, life.candidates()))));
        int sectors = topology.geometry().sectorCount();
        int blocks =
                topology.components().stream().mapToInt(ComponentPlace::blocks).sum();
        this.limits = new Limits(
                topology.strategy().keepsPrevious() ? most : Integer.MAX_VALUE,
                16 * sectors + 64,
                2 + 3 * blocks,
                true,
                Catalogue.COUNTERS);
    }

    /** Where nobody can say which octets belong to a release: ciphertext. */
    private BitSet exactSectors(boolean all) {
        BitSet exact = new BitSet();
        for (int sector = 0; sector < topology.geometry().sectorCount(); sector++) {
            exact.set(sector, all || topology.isEncrypted(new SectorRange(sector, 1)));
        }
        return exact;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Canonical canonical() {
        return canonical;
    }

    /** A file system in the staging place is mentioned in the boot report, and that is all. */
    @Override
    public boolean readsForPeople() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(FOREIGN_STORAGE)));
    }

    @Override
    public String label(Contents contents) {
        try {
            Journal journal = journal(contents);
            return journal.state().map(MoultSubject::label).orElse("journal " + journal.condition());
        } catch (IOException e) {
            throw new IllegalStateException("a flash in RAM cannot fail", e);
        }
    }

    private Journal journal(Contents contents) throws IOException {
        return new Journal(Machine.reading(shape, contents).flash(), topology.journal());
    }

    private static String label(JournalState state) {
        String steps = state.stepsDone() == 0 ? "" : " " + state.stepsDone();
        String beside = state.secondary() == SecondaryContent.NONE ? "" : ", " + state.secondary();
        return (state.phase() + steps + beside).toLowerCase(Locale.ROOT);
    }

    @Override
    public List<ResetReason> resets() {
        return life.resets();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Contents manufactured() {
        Machine machine = Machine.blank(shape);
        try {
            Catalogue.Candidate first = catalogue.candidate(1);
            Manufacture.provision(platform(machine), catalogue.owner());
            Map<ComponentId, InputStream> images = new HashMap<>();
            first.images()
                    .forEach((component, image) -> images.put(component, new ByteArrayInputStream(image.toArray())));
            Manufacture.flashFirstSet(platform(machine), first.envelope(), images);
        } catch (IOException e) {
            throw new IllegalStateException("manufacture failed", e);
        }
        return machine.contents();
    }

    private BootPlatform platform(Machine machine) throws IOException {
        Otp otp = new Otp(machine.fuses());
        SuitImageVerifier suit = new SuitImageVerifier(otp, Decisions.SOUND);
        RememberingVerifier verifier =
                new RememberingVerifier(suit, otp.provisioning().isPresent(), memory);
        return new BootPlatform(machine.flash(), topology, otp, verifier, trials);
    }

    @Override
    public BootSeen boot(Machine machine, ResetReason reason) throws IOException {
        BootOutcome outcome = new BootRom(platform(machine)).boot(reason);
        String event = outcome.report().event().name().toLowerCase(Locale.ROOT);
        if (outcome instanceof BootOutcome.Started started && !started.recovery()) {
            int said = (int) started.report().sequenceNumber();
            return new BootSeen(
                    true,
                    started.images().stream()
                            .map(image -> truth.running(machine, image))
                            .toList(),
                    said,
                    started.trial(),
                    started.report().securityCounter(),
                    true,
                    event,
                    started);
        }
        long counter = outcome.report().securityCounter();
        return new BootSeen(
                false,
                List.of(),
                0,
                false,
                counter,
                truth.bootable(machine, counter, journal(machine.contents()).state()),
                event + ": " + outcome.report().detail(),
                outcome);
    }

    @Override
    public List<Action> actions(Machine machine, BootSeen boot) throws IOException {
        return new Applications(life, catalogue, topology, this::services).actions(services(machine, boot), boot);
    }

    private ApplicationServices services(Machine machine, BootSeen boot) throws IOException {
        return new ApplicationServices(platform(machine), (BootOutcome.Started) boot.token(), () -> {});
    }
}
