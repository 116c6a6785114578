package io.moult.demo.device;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootOutcome;
import io.moult.boot.BootPlatform;
import io.moult.boot.BootRom;
import io.moult.boot.DeviceStorage;
import io.moult.boot.ResetReason;
import io.moult.boot.flash.FaultPlan;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.boot.journal.SecondaryContent;
import io.moult.client.resume.ProgressJournal;
import io.moult.updateobject.BootReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The emulated device: boots, runs the stand-in for the application, restarts, for ever. Only the two files outlive a
 * reset: everything else is made anew for each boot. One thread runs it; {@link PowerSwitch} reaches it from others.
 */
final class EmulatedDevice {
    /** So many resets in a row without an application that ran are the end: nothing here would ever change. */
    private static final int FRUITLESS_BOOTS_LIMIT = 8;

    private final DeviceSettings settings;
    private final DeviceEvents events;
    private final PowerSwitch power;
    private boolean powerCutArmed;
    private int fruitlessBoots;

    EmulatedDevice(DeviceSettings settings, DeviceEvents events, PowerSwitch power) {
        this.settings = settings;
        this.events = events;
        this.power = power;
    }

    /** Runs until switched off (0), or until nothing is left to run (1). */
    int run() throws IOException, InterruptedException {
        ResetReason reason = ResetReason.POWER;
        while (fruitlessBoots < FRUITLESS_BOOTS_LIMIT) {
            power.beginRun();
            Optional<Ending> ending = bootAndRun(reason);
            if (ending.isEmpty()) {
                return 1;
            }
            if (ending.get() instanceof Ending.Reset reset) {
                reason = reset.reason();
                events.say("reset", "reset by " + reason.label(), Map.of("reason", reason.label()));
            } else {
                events.say("stopped", "switched off");
                return 0;
            }
        }
        events.say("gave-up", "no application has run after " + fruitlessBoots + " boots: giving up");
        return 1;
    }

    /** One life of the RAM; empty when no image verifies. */
    private Optional<Ending> bootAndRun(ResetReason reason) throws IOException, InterruptedException {
        FaultPlan faults = faultsOfThisBoot();
        try (DeviceStorage storage =
                DeviceStorage.open(settings.data(), new DeviceStorage.Options(settings.fsync(), faults))) {
            BootPlatform platform = storage.platform();
            BootOutcome outcome = new BootRom(platform).boot(reason);
            say(outcome, faults.operations());
            if (!(outcome instanceof BootOutcome.Started started)) {
                return Optional.empty();
            }
            ApplicationServices services =
                    new ApplicationServices(platform, started, () -> power.end(new Ending.Reset(ResetReason.REQUEST)));
            fruitlessBoots++;
            Ending ending = new Application(settings, events, power, this::network).run(started, services);
            return Optional.of(ending);
        }
    }

    private Ending network(ApplicationServices services) throws IOException, InterruptedException {
        fruitlessBoots = 0;
        if (settings.client().isEmpty()) {
            return new Ending.SwitchedOff();
        }
        try (ProgressJournal progress = NetworkedApplication.progress(settings)) {
            return new NetworkedApplication(settings.client().get(), events, power).run(progress, services);
        }
    }

    /** The power cut is counted from the boot that carries an update out, through all that follows it. */
    private FaultPlan faultsOfThisBoot() throws IOException {
        if (settings.powerCut().isEmpty()) {
            return FaultPlan.none();
        }
        if (!powerCutArmed) {
            powerCutArmed = updateIsDue();
        }
        return powerCutArmed
                ? new PowerCuts(settings.data(), events)
                        .plan(settings.powerCut().get())
                : FaultPlan.none();
    }

    private boolean updateIsDue() throws IOException {
        try (DeviceStorage storage = DeviceStorage.openReadOnly(settings.data())) {
            Journal journal =
                    new Journal(storage.platform().flash(), storage.topology().journal());
            Optional<JournalState> state = journal.state();
            return state.isPresent()
                    && (state.get().secondary() == SecondaryContent.PENDING
                            || state.get().phase() != Phase.SETTLED);
        }
    }

    private void say(BootOutcome outcome, long flashOperations) {
        BootReport report = outcome.report();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("boot", report.event().name());
        figures.put("version", report.version());
        figures.put("sequenceNumber", Long.toUnsignedString(report.sequenceNumber()));
        figures.put("detail", report.detail());
        figures.put("flashOperations", flashOperations);
        String version = "version " + (report.version().isEmpty() ? "without a number" : report.version());
        String note = report.detail().isEmpty() ? "" : " (" + report.detail() + ")";
        switch (report.event()) {
            case NORMAL -> events.say("booted", "booted " + version + note, figures);
            case TRIAL -> events.say("booted", "booted " + version + " on trial" + note, figures);
            case REVERTED ->
                events.say("reverted", "reverted: booted " + version + " again (" + report.detail() + ")", figures);
            case CANDIDATE_REFUSED ->
                events.say(
                        "booted", "kept " + version + ": the candidate is refused (" + report.detail() + ")", figures);
            case RECOVERY -> events.say("recovery", "no image verifies, nothing runs: " + report.detail(), figures);
        }
    }
}
