package io.moult.client.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import io.moult.suit.verify.Refusal;
import io.moult.suit.verify.RefusalReason;
import io.moult.updateobject.Delivery;
import io.moult.updateobject.State;
import io.moult.updateobject.UpdateResult;
import io.moult.updateobject.UpdateSituation;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of progress must do. */
abstract class ProgressStoreContract {
    static final Progress SOME = new Progress(
            new UpdateSituation(
                    State.DOWNLOADING,
                    UpdateResult.INITIAL,
                    Delivery.PUSH,
                    "coaps://127.0.0.1:5694/images/a",
                    Optional.of(new Refusal(RefusalReason.CLASS_MISMATCH, "not für uns"))),
            Phase.PAYLOAD,
            new Progress.Body(Bytes.ofHex("0102030405060708"), Bytes.ofHex("aabb")),
            new Progress.Candidate(Bytes.ofHex("00".repeat(32)), "2.0.0", 512, 70_000),
            4096);

    /** A store in which nothing was saved. */
    abstract ProgressStore fresh() throws IOException;

    @Test
    void fresh_store_knowsNothing() throws IOException {
        try (ProgressStore store = fresh()) {
            assertThat(store.progress()).isEqualTo(Progress.NOTHING);
        }
    }

    @Test
    void save_progress_isWhatIsKnown() throws IOException {
        try (ProgressStore store = fresh()) {
            store.save(SOME);

            assertThat(store.progress()).isEqualTo(SOME);
        }
    }

    @Test
    void advance_afterSave_changesTheStagedOctetsAlone() throws IOException {
        try (ProgressStore store = fresh()) {
            store.save(SOME);

            store.advance(8192);

            assertThat(store.progress()).isEqualTo(SOME.withStagedBytes(8192));
            assertThat(store.progress().resumeOffsetBytes()).isEqualTo(512 + 8192);
        }
    }
}
