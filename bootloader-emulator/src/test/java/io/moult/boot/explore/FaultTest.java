package io.moult.boot.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.bytes.Bytes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each fault leaves behind, derived from the operation that it befalls. */
class FaultTest {
    private static final Bytes OCTETS = Bytes.ofHex("01020304050607081112131415161718");

    private static List<Operation> operations(int erasedValue) throws Exception {
        FlashGeometry geometry = new FlashGeometry(List.of(new FlashRegion("internal", 64, 2, 8, erasedValue, 0)));
        Machine machine = Machine.blank(new Shape(geometry, FlashGeometry.uniform(64, 1, 8), Set.of(0)));
        machine.flash().program(8, OCTETS);
        machine.flash().erase(0);
        return machine.operations();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0x00})
    void everyFaultOfAProgram_leavesContentsOfItsOwn(int erasedValue) throws Exception {
        Operation program = operations(erasedValue).get(0);
        Shape shape = new Shape(FlashGeometry.uniform(64, 2, 8), FlashGeometry.uniform(64, 1, 8), Set.of(0));
        List<Fault> faults = new FaultModel(EnumSet.copyOf(FaultKind.CUTS), true).of(program, shape);
        Set<Fingerprint> left = new HashSet<>();

        for (Fault fault : faults) {
            Sector sector = fault.on(program);

            assertThat(left.add(sector.exact())).as("%s", fault).isTrue();
            assertThat(Fault.parse(fault.toString())).isEqualTo(fault);
            boolean whole = fault.kind() == FaultKind.BEFORE || fault.kind() == FaultKind.AFTER;
            boolean unitEnd = fault.kind() == FaultKind.TORN && fault.at() % 8 == 0;
            assertThat(sector.isProgrammed((8 + fault.at()) / 8))
                    .as("%s needs an erase", fault)
                    .isEqualTo((!whole && !unitEnd) || fault.kind() == FaultKind.AFTER);
        }
        assertThat(faults).hasSize(2 + 15 + 4 + 2 + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0x00})
    void everyFaultOfAnErase_leavesUnitsThatNeedAnother(int erasedValue) throws Exception {
        Operation erase = operations(erasedValue).get(1);
        Shape shape = new Shape(FlashGeometry.uniform(64, 2, 8), FlashGeometry.uniform(64, 1, 8), Set.of(0));
        for (Fault fault : new FaultModel(EnumSet.copyOf(FaultKind.CUTS), true).of(erase, shape)) {
            Sector left = fault.on(erase);
            boolean cutInside = fault.kind() != FaultKind.BEFORE && fault.kind() != FaultKind.AFTER;

            assertThat(left.isProgrammed(0)).as("%s", fault).isEqualTo(cutInside);
            assertThat(left.settled()).isEqualTo(fault.kind() != FaultKind.UNSTABLE);
            assertThat(left.sameAs(erase.target())).isEqualTo(fault.kind() == FaultKind.BEFORE);
        }
    }
}
