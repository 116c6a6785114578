package io.moult.boot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan;
import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.boot.flash.FaultyFlash;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.PowerCut;
import io.moult.boot.journal.EnvelopeArea;
import io.moult.boot.topology.Layouts;
import io.moult.boot.topology.Topology;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R149: the envelope kept beside the image, readable without the journal, whole or not at all. */
class EnvelopeStoreTest {
    private static final Topology LAYOUT = Layouts.offset(256, 8, 3, 2);
    private static final Bytes SMALL = Bytes.ofHex("d86b".repeat(20));
    private static final Bytes LARGE = Bytes.ofHex("5a".repeat(700));

    private final NorFlash flash = NorFlash.inMemory(LAYOUT.geometry());
    private final EnvelopeStore store = new EnvelopeStore(flash, LAYOUT);

    @Test
    void envelopes_areKeptApart() throws IOException {
        assertThat(store.read(EnvelopeArea.A)).isEmpty();
        store.write(EnvelopeArea.A, LARGE, 3);
        store.write(EnvelopeArea.B, SMALL, 3);
        store.write(EnvelopeArea.A, SMALL, 3);
        store.write(EnvelopeArea.B, LARGE, 3);

        assertThat(store.read(EnvelopeArea.A)).contains(SMALL);
        assertThat(store.read(EnvelopeArea.B)).contains(LARGE);
    }

    @Test
    void envelope_asLargeAsTheArea_fitsAndNoneLarger() throws IOException {
        Bytes full = Bytes.ofHex("11".repeat(LAYOUT.envelopeBytes()));
        store.write(EnvelopeArea.B, full, 3);

        assertThat(store.read(EnvelopeArea.B)).contains(full);
        assertThatThrownBy(() -> store.write(EnvelopeArea.B, Bytes.ofHex("11".repeat(LAYOUT.envelopeBytes() + 1)), 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.write(EnvelopeArea.B, Bytes.EMPTY, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void write_cutAtEveryOperation_leavesTheNewEnvelopeOrNoneThatIsHalf() throws IOException {
        store.write(EnvelopeArea.A, LARGE, 3);
        Bytes fresh = Bytes.ofHex("c3".repeat(650));
        for (long operation = 1; operation <= 6; operation++) {
            for (Tear tear : Tear.values()) {
                for (int seed = 0; seed < 40; seed++) {
                    NorFlash device = flash.copy();
                    FaultPlan plan = FaultPlan.tear(operation, tear, seed);
                    EnvelopeStore cut = new EnvelopeStore(new FaultyFlash(device, plan), LAYOUT);

                    assertThatThrownBy(() -> cut.write(EnvelopeArea.A, fresh, 3))
                            .isInstanceOf(PowerCut.class);

                    assertThat(plan.fired()).isTrue();
                    Optional<Bytes> left = new EnvelopeStore(device, LAYOUT).read(EnvelopeArea.A);
                    assertThat(left.isEmpty()
                                    || left.get().equals(fresh)
                                    || left.get().equals(LARGE))
                            .isTrue();
                    new EnvelopeStore(device, LAYOUT).write(EnvelopeArea.A, fresh, 3);
                    assertThat(new EnvelopeStore(device, LAYOUT).read(EnvelopeArea.A))
                            .contains(fresh);
                }
            }
        }
    }

    @Test
    void anyRottenBit_isNoticed() throws IOException {
        store.write(EnvelopeArea.A, SMALL, 3);
        long area = 8 * LAYOUT.offsetOf(LAYOUT.envelopeA());
        for (int bit = 0; bit < 8 * (32 + SMALL.length()); bit++) {
            NorFlash rotten = flash.copy();
            rotten.rot(area + bit);
            boolean counts = bit < 8 * 16 || bit >= 8 * 32;

            assertThat(new EnvelopeStore(rotten, LAYOUT).read(EnvelopeArea.A).isEmpty())
                    .isEqualTo(counts);
        }
    }
}
