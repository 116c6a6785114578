package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.ResetReason;
import io.moult.boot.explore.moult.Laboratory;
import io.moult.boot.explore.moult.Laboratory.Bench;
import io.moult.boot.explore.moult.Life;
import io.moult.boot.topology.Strategy;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exploration that calls garbage what is none says so itself. */
class GarbageTest {
    /** A subject of which the canonical form leaves out sectors that it must not. */
    private record Wrong(Subject right, BitSet leftOut) implements Subject {
        @Override
        public Canonical canonical() {
            Canonical form = right.canonical();
            return new Canonical() {
                @Override
                public Fingerprint of(Contents contents) {
                    return form.of(contents);
                }

                @Override
                public BitSet garbage(Contents contents) {
                    return (BitSet) leftOut.clone();
                }
            };
        }

        @Override
        public String title() {
            return right.title();
        }

        @Override
        public Shape shape() {
            return right.shape();
        }

        @Override
        public Contents manufactured() {
            return right.manufactured();
        }

        @Override
        public BootSeen boot(Machine machine, ResetReason reason) throws IOException {
            return right.boot(machine, reason);
        }

        @Override
        public List<Action> actions(Machine machine, BootSeen boot) throws IOException {
            return right.actions(machine, boot);
        }

        @Override
        public String label(Contents contents) {
            return right.label(contents);
        }

        @Override
        public List<ResetReason> resets() {
            return right.resets();
        }

        @Override
        public Limits limits() {
            return right.limits();
        }
    }

    private static Subject device() throws IOException {
        return Laboratory.subject(Bench.of("single", Strategy.OFFSET, 1, Life.HEALTHY), false, Explorations.CUTS);
    }

    private static List<Violation> violations(Subject subject) throws Exception {
        FaultModel between = new FaultModel(EnumSet.of(FaultKind.BEFORE, FaultKind.AFTER), false);
        return new Explorer(subject, Explorations.settings(between, 1))
                .explore()
                .violations();
    }

    @Test
    void sectorThatIsRead_cannotBeCalledGarbage() throws Exception {
        BitSet runningEnvelope = new BitSet();
        runningEnvelope.set(2);

        List<Violation> found = violations(new Wrong(device(), runningEnvelope));

        assertThat(found).anyMatch(violation -> violation.detail().contains("{2} are read with garbage in them"));
    }

    /** Garbage while nobody asks for it, and then not any more, though nothing was erased. */
    @Test
    void sectorThatComesToCount_cannotHaveBeenCalledGarbage() throws Exception {
        Subject right = device();
        Contents first = right.manufactured();
        BitSet garbage = right.canonical().garbage(first);
        Contents after = Run.boot(right, Node.first(first), ResetReason.POWER, new Readings())
                .end();
        Canonical fickle = new Canonical() {
            @Override
            public Fingerprint of(Contents contents) {
                return right.canonical().of(contents);
            }

            @Override
            public BitSet garbage(Contents contents) {
                return contents == first ? (BitSet) garbage.clone() : new BitSet();
            }
        };

        assertThat(garbage.isEmpty()).isFalse();
        assertThat(Garbage.at(right.canonical(), first).counting(after)).isEmpty();
        assertThat(Garbage.at(fickle, first).counting(after))
                .hasValueSatisfying(what -> assertThat(what).contains("come to count"));
    }

    @Test
    void device_isHeldToWhatItsFormLeavesOut() throws Exception {
        assertThat(violations(device())).isEmpty();
    }
}
