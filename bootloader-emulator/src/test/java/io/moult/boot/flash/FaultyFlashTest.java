package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FaultPlan.Tear;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fault model itself: a cut that does not fire, or leaves a clean flash behind, would test nothing. */
class FaultyFlashTest {
    private static final Bytes DATA = Bytes.ofHex("00".repeat(64));
    private final NorFlash medium = NorFlash.inMemory(FlashGeometry.uniform(256, 2, 8));

    private void writeTwice(FaultPlan plan) throws IOException {
        FaultyFlash flash = new FaultyFlash(medium, plan);
        flash.erase(0);
        flash.program(0, DATA);
    }

    @Test
    void cutBefore_theOperationLeavesNothing() {
        FaultPlan plan = FaultPlan.cutBefore(2);

        assertThatThrownBy(() -> writeTwice(plan)).isInstanceOf(PowerCut.class);

        assertThat(plan.fired()).isTrue();
        assertThat(medium.operations().programs()).isZero();
    }

    @Test
    void cutAfter_theOperationIsDone() throws IOException {
        FaultPlan plan = FaultPlan.cutAfter(2);

        assertThatThrownBy(() -> writeTwice(plan)).isInstanceOf(PowerCut.class);

        assertThat(plan.fired()).isTrue();
        assertThat(medium.read(0, 64)).isEqualTo(DATA);
    }

    @Test
    void planBeyondTheLastOperation_saysThatItDidNotFire() throws IOException {
        FaultPlan plan = FaultPlan.cutBefore(3);

        writeTwice(plan);

        assertThat(plan.fired()).isFalse();
        assertThat(plan.operations()).isEqualTo(2);
    }

    @Test
    void withoutPower_nothingWorksAnyMore() {
        FaultPlan plan = FaultPlan.cutBefore(1);
        FaultyFlash flash = new FaultyFlash(medium, plan);
        assertThatThrownBy(() -> flash.erase(0)).isInstanceOf(PowerCut.class);

        assertThatThrownBy(() -> flash.read(0, 1)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> flash.erase(0)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> flash.program(0, DATA)).isInstanceOf(PowerCut.class);
    }

    @ParameterizedTest
    @EnumSource(Tear.class)
    void tornProgram_leavesAPrefixAndOneUnitThatNeedsAnErase(Tear tear) throws IOException {
        List<String> cuts = new ArrayList<>();
        FaultPlan plan = FaultPlan.tear(2, tear, 7).onCut(cuts::add);

        assertThatThrownBy(() -> writeTwice(plan)).isInstanceOf(PowerCut.class);

        int touched = 0;
        for (int unit = 0; unit < 8; unit++) {
            try {
                medium.program(8L * unit, DATA.slice(0, 8));
            } catch (FlashMisuse e) {
                touched++;
            }
        }
        assertThat(touched).isPositive();
        assertThat(cuts).hasSize(1).first().asString().contains("inside").contains("program 64 B at 0");
    }

    @ParameterizedTest
    @EnumSource(Tear.class)
    void tornErase_leavesAllUnitsInNeedOfAnErase(Tear tear) throws IOException {
        medium.program(0, DATA);
        FaultPlan plan = FaultPlan.tear(1, tear, 7);

        assertThatThrownBy(() -> writeTwice(plan)).isInstanceOf(PowerCut.class);

        assertThat(plan.fired()).isTrue();
        assertThatThrownBy(() -> medium.program(128, DATA)).isInstanceOf(FlashMisuse.class);
        if (tear == Tear.LOOKS_BLANK) {
            assertThat(medium.read(0, 256).hex()).isEqualTo("ff".repeat(256));
        }
        medium.erase(0);
        medium.program(128, DATA);
    }

    @Test
    void sameSeed_sameGarbage() throws IOException {
        NorFlash other = NorFlash.inMemory(medium.geometry());
        assertThatThrownBy(() -> writeTwice(FaultPlan.tear(2, Tear.GARBAGE, 42)))
                .isInstanceOf(PowerCut.class);
        FaultyFlash again = new FaultyFlash(other, FaultPlan.tear(2, Tear.GARBAGE, 42));
        again.erase(0);
        assertThatThrownBy(() -> again.program(0, DATA)).isInstanceOf(PowerCut.class);

        assertThat(other.read(0, 256)).isEqualTo(medium.read(0, 256));
    }

    @Test
    void textOfAPlan_isReadOrRefusedWithASentence() {
        assertThat(FaultPlan.parse("12").fired()).isFalse();
        FaultPlan.parse("12:torn:7");
        FaultPlan.parse("1:blank");
        FaultPlan.parse("1:after");
        for (String bad : List.of("", "0", "-1", "x", "1:soon", "1:torn:x", "1:torn:1:1")) {
            assertThatThrownBy(() -> FaultPlan.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no power cut");
        }
    }
}
