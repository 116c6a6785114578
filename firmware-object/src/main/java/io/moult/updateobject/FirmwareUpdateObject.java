package io.moult.updateobject;

import io.moult.bytes.Bytes;

/** The resources of the Firmware Update object (OMA object 5, version 1.1). Single instance 0. */
public final class FirmwareUpdateObject {
    public static final int OBJECT_ID = 5;
    public static final String VERSION = "1.1";

    /** Opaque, written: the package. */
    public static final int PACKAGE = 0;

    /** String, read and written: where the device fetches the package from. */
    public static final int PACKAGE_URI = 1;

    /** Executed: install what is downloaded. */
    public static final int UPDATE = 2;

    /** Integer: {@link State}. */
    public static final int STATE = 3;

    /** Integer: {@link UpdateResult}. There is no resource 4. */
    public static final int UPDATE_RESULT = 5;

    /** String: the package's name. */
    public static final int PACKAGE_NAME = 6;

    /** String: the package's version. */
    public static final int PACKAGE_VERSION = 7;

    /** Integers: protocols in which the device fetches, see {@link #PROTOCOL_COAP} and its like. */
    public static final int PROTOCOL_SUPPORT = 8;

    /** Integer: how packages can come, see {@link #DELIVERY_BOTH} and its like. */
    public static final int DELIVERY_METHOD = 9;

    /** Executed: withdraw what is downloading or downloaded. */
    public static final int CANCEL = 10;

    /** Integer, read and written: 0 critical, 1 mandatory (default), 2 optional. */
    public static final int SEVERITY = 11;

    /** Time: when the State changed last. */
    public static final int LAST_STATE_CHANGE_TIME = 12;

    /** Unsigned integer, read and written: for how many seconds an update may be deferred; 0: not at all. */
    public static final int MAXIMUM_DEFER_PERIOD = 13;

    public static final int PROTOCOL_COAP = 0;
    public static final int PROTOCOL_COAPS = 1;
    public static final int PROTOCOL_HTTP = 2;
    public static final int PROTOCOL_HTTPS = 3;
    public static final int PROTOCOL_COAP_TCP = 4;
    public static final int PROTOCOL_COAP_TLS = 5;

    public static final int DELIVERY_PULL = 0;
    public static final int DELIVERY_PUSH = 1;
    public static final int DELIVERY_BOTH = 2;

    public static final int SEVERITY_CRITICAL = 0;
    public static final int SEVERITY_MANDATORY = 1;
    public static final int SEVERITY_OPTIONAL = 2;

    private FirmwareUpdateObject() {}

    /**
     * True if a whole write to the Package resource resets the state machine: nothing, or a single zero octet; devices
     * differ in which of the two they take, ours takes both.
     */
    public static boolean isReset(Bytes wholePackage) {
        return wholePackage.isEmpty() || (wholePackage.length() == 1 && wholePackage.at(0) == 0);
    }
}
