package io.moult.updateobject;

/**
 * The resources of Moult's one private LwM2M object, which carries what no standard resource does. Single instance 0,
 * all resources read-only and optional for a server: a device without it is a plain device.
 */
public final class UpdateSupportObject {
    /** The default id, from the range for private use (32769 to 42768); both ends can be configured to another. */
    public static final int DEFAULT_OBJECT_ID = 32800;

    /** Opaque, 16 octets: the vendor ID (UUID). */
    public static final int VENDOR_ID = 0;

    /** Opaque, 16 octets: the class ID (UUID). */
    public static final int CLASS_ID = 1;

    /** Integer, octets of the package body that are durable: where a push of the same body may go on. */
    public static final int RESUME_OFFSET = 2;

    /** Opaque, 0 to 8 octets: the identity (Request-Tag) of the body that the resume offset speaks of; empty without one. */
    public static final int BODY_IDENTITY = 3;

    /** String: {@code reason} or {@code reason: detail} of the last refusal; empty when there was none since the last start of an update. */
    public static final int LAST_REFUSAL = 4;

    /** String: the boot report as JSON, see {@link BootReport}. */
    public static final int BOOT_REPORT = 5;

    /** Unsigned integer as a decimal string: the sequence number of the running manifest. */
    public static final int SEQUENCE_NUMBER = 6;

    /** Opaque: the digest of the running manifest (SHA-256). */
    public static final int MANIFEST_DIGEST = 7;

    /**
     * Opaque: the boot evidence that the device signed (COSE_Sign1, see {@code io.moult.attest.SignedEvidence}); empty
     * where it has no key. Optional.
     */
    public static final int SIGNED_BOOT_REPORT = 8;

    private UpdateSupportObject() {}
}
