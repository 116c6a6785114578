package io.moult.updateobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.verify.RefusalReason;
import io.moult.updateobject.RefusalTable.TrackerAction;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTableTest {
    /** The Update Results that the design assigns, written down by hand. */
    @ParameterizedTest
    @CsvSource({
        "NO_SIGNATURE, 5",
        "SIGNATURE, 5",
        "UNKNOWN_SIGNER, 5",
        "MANIFEST_DIGEST, 5",
        "IMAGE_DIGEST, 5",
        "IMAGE_SIZE, 5",
        "MALFORMED, 6",
        "UNSUPPORTED_FORMAT, 6",
        "UNSUPPORTED_ALGORITHM, 6",
        "UNSUPPORTED_COMMAND, 6",
        "UNSUPPORTED_PARAMETER, 6",
        "UNSUPPORTED_COMPONENT, 6",
        "LIMIT_EXCEEDED, 6",
        "VENDOR_MISMATCH, 6",
        "CLASS_MISMATCH, 6",
        "DEVICE_MISMATCH, 6",
        "SEQUENCE_TOO_LOW, 8",
        "POLICY, 8",
        "COMPONENT_UNAUTHORISED, 8",
        "NOT_PROVISIONED, 8",
        "CONDITION_FAILED, 8",
        "STORAGE_FAILED, 8",
        "INSTALL_FAILED, 8",
        "TRIAL_FAILED, 8",
        "SLOT_TOO_SMALL, 2",
        "ENVELOPE_TOO_LARGE, 2",
        "OUT_OF_MEMORY, 3",
        "CONNECTION_LOST, 4",
        "BAD_URI, 7",
        "UNSUPPORTED_SCHEME, 9",
        "CANCELLED, 10",
        "DEFERRED, 11"
    })
    void reason_leadsToTheResultOfTheDesign(RefusalReason reason, int result) {
        assertThat(RefusalTable.row(reason).result().code()).isEqualTo(result);
    }

    @Test
    void design_speaksOfEveryReason() {
        assertThat(RefusalReason.values()).hasSize(32);
    }

    @ParameterizedTest
    @EnumSource
    void blocksAfterARefusal_areAnswered400(RefusalReason reason) {
        assertThat(RefusalTable.row(reason).codeForBlocks()).hasToString("4.00");
    }

    @Test
    void tracker_thatSeesOnlyTheResult_doesTheSame_exceptWhereTheResultIsTooCoarse() {
        Set<RefusalReason> coarse = EnumSet.noneOf(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            RefusalTable.Row row = RefusalTable.row(reason);
            if (row.action() != RefusalTable.actionOn(row.result())) {
                coarse.add(reason);
            }
        }

        assertThat(coarse).containsExactly(RefusalReason.STORAGE_FAILED);
        assertThat(RefusalTable.actionOn(UpdateResult.SUCCESS)).isEqualTo(TrackerAction.CLOSE);
    }
}
