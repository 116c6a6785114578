package io.moult.updateobject;

import static io.moult.updateobject.RefusalTable.TrackerAction.CLOSE;
import static io.moult.updateobject.RefusalTable.TrackerAction.GIVE_UP;
import static io.moult.updateobject.RefusalTable.TrackerAction.RETRY_LATER;
import static io.moult.updateobject.RefusalTable.TrackerAction.WAIT;

import io.moult.suit.report.ReportReason;
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

    /** The row of a reason; there is one for each. */
    public static Row row(RefusalReason reason) {
        return switch (reason) {
            case NO_SIGNATURE, SIGNATURE, UNKNOWN_SIGNER, MANIFEST_DIGEST ->
                row(reason, UpdateResult.INTEGRITY_CHECK_FAILED, GIVE_UP);

            case MALFORMED, LIMIT_EXCEEDED -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case UNSUPPORTED_FORMAT -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case UNSUPPORTED_ALGORITHM -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case UNSUPPORTED_COMMAND -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case UNSUPPORTED_PARAMETER -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case UNSUPPORTED_COMPONENT -> row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);
            case VENDOR_MISMATCH, CLASS_MISMATCH, DEVICE_MISMATCH ->
                row(reason, UpdateResult.UNSUPPORTED_PACKAGE_TYPE, GIVE_UP);

            case SEQUENCE_TOO_LOW, POLICY, NOT_PROVISIONED -> row(reason, UpdateResult.UPDATE_FAILED, GIVE_UP);
            case COMPONENT_UNAUTHORISED -> row(reason, UpdateResult.UPDATE_FAILED, GIVE_UP);
            case CONDITION_FAILED -> row(reason, UpdateResult.UPDATE_FAILED, GIVE_UP);

            case IMAGE_DIGEST, IMAGE_SIZE -> row(reason, UpdateResult.INTEGRITY_CHECK_FAILED, GIVE_UP);
            case SLOT_TOO_SMALL, ENVELOPE_TOO_LARGE -> row(reason, UpdateResult.NOT_ENOUGH_FLASH, GIVE_UP);
            case OUT_OF_MEMORY -> row(reason, UpdateResult.OUT_OF_RAM, RETRY_LATER);
            case STORAGE_FAILED -> row(reason, UpdateResult.UPDATE_FAILED, RETRY_LATER);

            case CONNECTION_LOST -> row(reason, UpdateResult.CONNECTION_LOST, RETRY_LATER);
            case BAD_URI -> row(reason, UpdateResult.INVALID_URI, GIVE_UP);
            case UNSUPPORTED_SCHEME -> row(reason, UpdateResult.UNSUPPORTED_PROTOCOL, GIVE_UP);

            case CANCELLED -> row(reason, UpdateResult.CANCELLED, CLOSE);
            case DEFERRED -> row(reason, UpdateResult.DEFERRED, WAIT);
            case INSTALL_FAILED, TRIAL_FAILED -> row(reason, UpdateResult.UPDATE_FAILED, GIVE_UP);
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

    private static Row row(RefusalReason reason, UpdateResult result, TrackerAction action) {
        return new Row(result, CoapCode.BAD_REQUEST, ReportReason.of(reason), action);
    }
}
