package io.moult.suit.report;

import io.moult.suit.verify.RefusalReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** SUIT_Report_Reasons (draft-ietf-suit-report-18 section 4.2): why processing ended, for any reader. */
public enum ReportReason {
    OK(0),
    CBOR_PARSE(1),
    COSE_UNSUPPORTED(2),
    ALG_UNSUPPORTED(3),
    UNAUTHORISED(4),
    COMMAND_UNSUPPORTED(5),
    COMPONENT_UNSUPPORTED(6),
    COMPONENT_UNAUTHORISED(7),
    PARAMETER_UNSUPPORTED(8),
    SEVERING_UNSUPPORTED(9),
    CONDITION_FAILED(10),
    OPERATION_FAILED(11),
    INVOKE_PENDING(12);

    private final int code;

    ReportReason(int code) {
        this.code = code;
    }

    /** The number in a report. */
    public int code() {
        return code;
    }

    public static Optional<ReportReason> of(long code) {
        return List.of(values()).stream().filter(one -> one.code == code).findFirst();
    }

    /** What a report calls a refusal; there is one for each. */
    public static ReportReason of(RefusalReason reason) {
        return switch (reason) {
            case NO_SIGNATURE, SIGNATURE, UNKNOWN_SIGNER, MANIFEST_DIGEST -> UNAUTHORISED;
            case SEQUENCE_TOO_LOW, POLICY, NOT_PROVISIONED -> UNAUTHORISED;
            case COMPONENT_UNAUTHORISED -> COMPONENT_UNAUTHORISED;
            case MALFORMED, LIMIT_EXCEEDED -> CBOR_PARSE;
            case UNSUPPORTED_FORMAT -> COSE_UNSUPPORTED;
            case UNSUPPORTED_ALGORITHM -> ALG_UNSUPPORTED;
            case UNSUPPORTED_COMMAND -> COMMAND_UNSUPPORTED;
            case UNSUPPORTED_PARAMETER -> PARAMETER_UNSUPPORTED;
            case UNSUPPORTED_COMPONENT -> COMPONENT_UNSUPPORTED;
            case VENDOR_MISMATCH, CLASS_MISMATCH, DEVICE_MISMATCH, CONDITION_FAILED -> CONDITION_FAILED;
            case IMAGE_DIGEST, IMAGE_SIZE -> CONDITION_FAILED;
            case SLOT_TOO_SMALL, ENVELOPE_TOO_LARGE, OUT_OF_MEMORY, STORAGE_FAILED -> OPERATION_FAILED;
            case CONNECTION_LOST, BAD_URI, UNSUPPORTED_SCHEME -> OPERATION_FAILED;
            case CANCELLED, DEFERRED, INSTALL_FAILED, TRIAL_FAILED -> OPERATION_FAILED;
        };
    }

    /** Such as {@code condition-failed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
