package io.moult.suit.verify;

/** What a device must decide before it applies an update (draft-ietf-suit-architecture-08 section 6; RFC 9019). */
public enum Question {
    TRUSTED("Does it trust the author of the update?"),
    CORRUPTED("Has the firmware been corrupted?"),
    APPLICABLE("Does the firmware update apply to this device?"),
    OLDER("Is the update older than the active firmware?"),
    WHEN("When should the device apply the update?"),
    HOW("How should the device apply the update?"),
    KIND("What kind of firmware binary is it?"),
    SOURCE("Where should the update be obtained?"),
    DESTINATION("Where should the firmware be stored?");

    private final String text;

    Question(String text) {
        this.text = text;
    }

    /** In the architecture's words. */
    public String text() {
        return text;
    }
}
