package io.moult.boot.cli;

import io.moult.boot.ApplicationServices;
import io.moult.boot.BootPlatform;
import io.moult.boot.journal.Journal;
import io.moult.boot.journal.JournalState;
import io.moult.boot.journal.Phase;
import io.moult.cli.Failure;
import io.moult.updateobject.BootReport;
import java.io.IOException;

/** A device that lies open at a bench: somebody stands in for its application, which does not run. */
final class Bench {
    private static final String STATE = "wrong-state";

    private Bench() {}

    /** What the application could do, if it ran. */
    static ApplicationServices application(BootPlatform device) throws IOException {
        BootReport report = new BootReport(
                BootReport.Event.NORMAL, "", "power", "", 0, device.otp().securityCounter(), 0);
        return new ApplicationServices(device, report, () -> {});
    }

    static JournalState state(BootPlatform device) throws IOException {
        Journal journal = new Journal(device.flash(), device.topology().journal());
        if (journal.condition() == Journal.Condition.BLANK) {
            throw new Failure("no-firmware", "the device holds no firmware: load a first image with boot load");
        }
        return journal.state()
                .orElseThrow(
                        () -> new Failure(STATE, "the device's journal is lost: boot it, and what verifies is found"));
    }

    static void requireSettled(BootPlatform device) throws IOException {
        Phase phase = state(device).phase();
        switch (phase) {
            case SETTLED, GIVEN_UP -> {}
            case TRIAL ->
                throw new Failure(
                        STATE,
                        "the running image is on trial: keep it with boot confirm, or boot once more to go back");
            case INSTALLING, REVERTING -> throw midSwap();
        }
    }

    static Failure midSwap() {
        return new Failure(STATE, "the device was cut off in the middle of a swap: boot it, and the swap is finished");
    }

    static Failure wrongState(String sentence) {
        return new Failure(STATE, sentence);
    }
}
