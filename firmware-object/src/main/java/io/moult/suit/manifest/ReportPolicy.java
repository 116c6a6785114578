package io.moult.suit.manifest;

/** SUIT_Rep_Policy: which records a command's author would like (draft-ietf-suit-manifest-37 section 8.4.7). A hint. */
public record ReportPolicy(int bits) {
    private static final int RECORD_SUCCESS = 1;
    private static final int RECORD_FAILURE = 2;
    private static final int SYSINFO_SUCCESS = 4;
    private static final int SYSINFO_FAILURE = 8;

    public static final ReportPolicy NONE = new ReportPolicy(0);
    public static final ReportPolicy ON_FAILURE = new ReportPolicy(RECORD_FAILURE);
    public static final ReportPolicy ALWAYS =
            new ReportPolicy(RECORD_SUCCESS | RECORD_FAILURE | SYSINFO_SUCCESS | SYSINFO_FAILURE);

    public ReportPolicy {
        if (bits < 0 || bits > ALL_BITS) {
            throw new IllegalArgumentException("report policy " + bits);
        }
    }

    /** All bits that the specification names. */
    public static final int ALL_BITS = 15;

    /** Whether a record is wished for when the command succeeds. */
    public boolean recordsSuccess() {
        return (bits & RECORD_SUCCESS) != 0;
    }

    /** Whether a record is wished for when the command fails. */
    public boolean recordsFailure() {
        return (bits & RECORD_FAILURE) != 0;
    }

    /** Whether the device's own properties are wished for when the command succeeds. */
    public boolean claimsOnSuccess() {
        return (bits & SYSINFO_SUCCESS) != 0;
    }

    /** Whether the device's own properties are wished for when the command fails. */
    public boolean claimsOnFailure() {
        return (bits & SYSINFO_FAILURE) != 0;
    }
}
