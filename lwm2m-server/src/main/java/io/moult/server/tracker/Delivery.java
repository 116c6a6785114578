package io.moult.server.tracker;

import java.util.Locale;

/** How the package gets to the device (R121). */
public enum Delivery {
    /** The server writes it to 5/0/0, block by block. */
    PUSH,
    /** The server writes its address to 5/0/1, and the device fetches it. */
    URI;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The delivery of a label; IllegalArgumentException for any other text. */
    public static Delivery ofLabel(String label) {
        for (Delivery delivery : values()) {
            if (delivery.label().equals(label)) {
                return delivery;
            }
        }
        throw new IllegalArgumentException("delivery is \"push\" or \"uri\", not \"" + label + "\"");
    }
}
