package io.moult.updateobject;

import static io.moult.updateobject.RefusalTable.TrackerAction.CLOSE;
import static io.moult.updateobject.RefusalTable.TrackerAction.GIVE_UP;
import static io.moult.updateobject.RefusalTable.TrackerAction.RETRY_LATER;
import static io.moult.updateobject.RefusalTable.TrackerAction.WAIT;

import io.moult.suit.verify.RefusalReason;
import io.moult.transfer.CoapCode;
import java.util.Objects;

/**
 * One row for each reason of a refusal: what the device shows as Update Result, what it answers to blocks that still
 * come, what a SUIT report calls it, and what the status tracker does. Printed in {@code docs/refusals.md}.
 */
public final class RefusalTable {
    private RefusalTable() {}

    /**
     * A row.
     *
     * @param codeForBlocks the code of the answer to blocks that come after the refusal; its diagnostic payload is the
     *     reason's label
     */
    public record Row(UpdateResult result, CoapCode codeForBlocks, ReportReason report, TrackerAction action) {
        public Row {
            Objects.requireNonNull(result);
            Objects.requireNonNull(codeForBlocks);
            Objects.requireNonNull(report);
            Objects.requireNonNull(action);
        }
    }

    /** What the status tracker does with the update that was refused. */
    public enum TrackerAction {
        /** The same bytes would be refused again: this release is not offered to this device again by itself. */
        GIVE_UP,
        /** Offered again at one of the device's next contacts, a bounded number of times. */
        RETRY_LATER,
        /** The device goes on by itself: wait, with a deadline. */
        WAIT,
        /** The operator wanted it so: closed. */
        CLOSE
    }

    /** The reasons of draft-ietf-suit-report-18, SUIT_Report_Reasons, that refusals lead to. */
    public enum ReportReason {
        CBOR_PARSE(1),
        COSE_UNSUPPORTED(2),
        ALG_UNSUPPORTED(3),
        UNAUTHORISED(4),
        COMMAND_UNSUPPORTED(5),
        COMPONENT_UNSUPPORTED(6),
        PARAMETER_UNSUPPORTED(8),
        CONDITION_FAILED(10),
        OPERATION_FAILED(11);

        private final int code;

        ReportReason(int code) {
            this.code = code;
        }

        /** The number in a report. */
        public int code() {
            return code;
        }
    }

    /** The row of a reason; there is one for each. */
    public static Row row(RefusalReason reason) {
        return switch (reason) {
            case NO_SIGNATURE, SIGNATURE, UNKNOWN_SIGNER, MANIFEST_DIGEST ->
                row(UpdateResult.INTEGRITY_CHECK_FAILED, ReportReason.UNAUTHORISED, GIVE_UP);

            case MALFORMED, LIMIT_EXCEEDED ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.CBOR_PARSE, GIVE_UP);
            case UNSUPPORTED_FORMAT ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.COSE_UNSUPPORTED, GIVE_UP);
            case UNSUPPORTED_ALGORITHM ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.ALG_UNSUPPORTED, GIVE_UP);
            case UNSUPPORTED_COMMAND ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.COMMAND_UNSUPPORTED, GIVE_UP);
            case UNSUPPORTED_PARAMETER ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.PARAMETER_UNSUPPORTED, GIVE_UP);
            case UNSUPPORTED_COMPONENT ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.COMPONENT_UNSUPPORTED, GIVE_UP);
            case VENDOR_MISMATCH, CLASS_MISMATCH, DEVICE_MISMATCH ->
                row(UpdateResult.UNSUPPORTED_PACKAGE_TYPE, ReportReason.CONDITION_FAILED, GIVE_UP);

            case SEQUENCE_TOO_LOW, POLICY, NOT_PROVISIONED ->
                row(UpdateResult.UPDATE_FAILED, ReportReason.UNAUTHORISED, GIVE_UP);
            case CONDITION_FAILED -> row(UpdateResult.UPDATE_FAILED, ReportReason.CONDITION_FAILED, GIVE_UP);

            case IMAGE_DIGEST, IMAGE_SIZE ->
                row(UpdateResult.INTEGRITY_CHECK_FAILED, ReportReason.CONDITION_FAILED, GIVE_UP);
            case SLOT_TOO_SMALL, ENVELOPE_TOO_LARGE ->
                row(UpdateResult.NOT_ENOUGH_FLASH, ReportReason.OPERATION_FAILED, GIVE_UP);
            case OUT_OF_MEMORY -> row(UpdateResult.OUT_OF_RAM, ReportReason.OPERATION_FAILED, RETRY_LATER);
            case STORAGE_FAILED -> row(UpdateResult.UPDATE_FAILED, ReportReason.OPERATION_FAILED, RETRY_LATER);

            case CONNECTION_LOST -> row(UpdateResult.CONNECTION_LOST, ReportReason.OPERATION_FAILED, RETRY_LATER);
            case BAD_URI -> row(UpdateResult.INVALID_URI, ReportReason.OPERATION_FAILED, GIVE_UP);
            case UNSUPPORTED_SCHEME -> row(UpdateResult.UNSUPPORTED_PROTOCOL, ReportReason.OPERATION_FAILED, GIVE_UP);

            case CANCELLED -> row(UpdateResult.CANCELLED, ReportReason.OPERATION_FAILED, CLOSE);
            case DEFERRED -> row(UpdateResult.DEFERRED, ReportReason.OPERATION_FAILED, WAIT);
            case INSTALL_FAILED, TRIAL_FAILED ->
                row(UpdateResult.UPDATE_FAILED, ReportReason.OPERATION_FAILED, GIVE_UP);
        };
    }

    /** What the tracker does when a plain device shows only its Update Result. */
    public static TrackerAction actionOn(UpdateResult result) {
        return switch (result) {
            case INITIAL, CONNECTION_LOST, OUT_OF_RAM -> RETRY_LATER;
            case DEFERRED -> WAIT;
            case SUCCESS, CANCELLED -> CLOSE;
            case NOT_ENOUGH_FLASH,
                    INTEGRITY_CHECK_FAILED,
                    UNSUPPORTED_PACKAGE_TYPE,
                    INVALID_URI,
                    UPDATE_FAILED,
                    UNSUPPORTED_PROTOCOL -> GIVE_UP;
        };
    }

    private static Row row(UpdateResult result, ReportReason report, TrackerAction action) {
        return new Row(result, CoapCode.BAD_REQUEST, report, action);
    }
}
