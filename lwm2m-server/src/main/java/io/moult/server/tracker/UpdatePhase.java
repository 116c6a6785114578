package io.moult.server.tracker;

import java.util.Locale;

/** Where an update stands. Each phase says what it waits for; the last four wait for nothing. */
public enum UpdatePhase {
    WAITING_FOR_CONTACT("waits for the device to be heard of"),
    PREPARING("reads the device's State and progress"),
    RESETTING("clears a package of another update from the device"),
    WAITING_FOR_SLOT("waits for one of the server's transfer slots"),
    PUSHING("writes the package, block by block"),
    WRITING_URI("writes the package's address"),
    DOWNLOADING("waits for the device to fetch"),
    WAITING_FOR_VERIFICATION("waits for the device's verdict on the package"),
    READY("the package is verified: waits for approval"),
    EXECUTING("tells the device to update"),
    WAITING_FOR_REBOOT("waits for the device to install and come back"),
    CHECKING_RESULT("reads Update Result and version"),
    DEFERRED("the device has put the update off: can be executed again"),
    CANCELLING("withdraws the package from the device"),
    SUCCEEDED("runs the release"),
    FAILED("did not come to run the release"),
    REFUSED("the device does not believe or take the package"),
    CANCELLED("withdrawn by the operator");

    private final String meaning;

    UpdatePhase(String meaning) {
        this.meaning = meaning;
    }

    /** One clause for people. */
    public String meaning() {
        return meaning;
    }

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == REFUSED || this == CANCELLED;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
