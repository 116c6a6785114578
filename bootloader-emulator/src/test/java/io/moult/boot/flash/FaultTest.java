package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as data: what each leaves on a medium, and the one text that each has. */
class FaultTest {
    private static final Bytes OLD = Bytes.ofHex("a1a2a3a4b1b2b3b4c1c2c3c4d1d2d3d4");
    private static final Bytes NEW = Bytes.ofHex("1122334455667788");

    /** Sector 0 holds {@link #OLD} in its first half. */
    private static NorFlash medium(int erasedValue) throws IOException {
        NorFlash medium =
                NorFlash.inMemory(new FlashGeometry(List.of(new FlashRegion("internal", 32, 2, 4, erasedValue, 0))));
        medium.program(0, OLD);
        return medium;
    }

    private static FaultPlan fired(NorFlash medium, String cut) {
        FaultPlan plan = FaultPlan.parse(cut);
        FaultyFlash flash = new FaultyFlash(medium, plan);
        assertThatThrownBy(() -> {
                    flash.program(16, NEW);
                    flash.erase(0);
                })
                .isInstanceOf(PowerCut.class);
        assertThat(plan.fired()).isTrue();
        assertThat(plan.cut().map(Fault::text)).contains(cut);
        return plan;
    }

    private static String afterCut(String cut) throws IOException {
        NorFlash medium = medium(0xff);
        fired(medium, cut);
        return medium.read(0, 32).hex();
    }

    private static final String OLD_HEX = OLD.hex();
    private static final String BLANK_8 = "ff".repeat(8);

    @Test
    void tornProgram_leavesWhatItsNameSays() throws IOException {
        assertThat(afterCut("1:before")).isEqualTo(OLD_HEX + BLANK_8 + BLANK_8);
        assertThat(afterCut("1:prefix@1")).isEqualTo(OLD_HEX + "11ffffffffffffff" + BLANK_8);
        assertThat(afterCut("1:prefix@6")).isEqualTo(OLD_HEX + "112233445566ffff" + BLANK_8);
        assertThat(afterCut("1:bits@0=0f")).isEqualTo(OLD_HEX + "f1f2f3f4ffffffff" + BLANK_8);
        assertThat(afterCut("1:bits@1=00ff")).isEqualTo(OLD_HEX + "11223344ff66ff88" + BLANK_8);
        assertThat(afterCut("1:weak@1")).isEqualTo(OLD_HEX + "11223344ffffffff" + BLANK_8);
        assertThat(afterCut("1:neighbour@4^9")).isEqualTo("a1a0" + OLD_HEX.substring(4) + "11223344ffffffff" + BLANK_8);
        assertThat(afterCut("1:after")).isEqualTo(OLD_HEX + NEW.hex() + BLANK_8);
    }

    @Test
    void tornErase_leavesWhatItsNameSays() throws IOException {
        String before = OLD_HEX + NEW.hex() + BLANK_8;
        assertThat(afterCut("2:before")).isEqualTo(before);
        assertThat(afterCut("2:prefix@0")).isEqualTo(before);
        assertThat(afterCut("2:prefix@3")).isEqualTo("ffffff" + before.substring(6));
        assertThat(afterCut("2:bits@3=ff00")).isEqualTo("ff".repeat(12) + "ffd2ffd4ff22ff44ff66ff88" + BLANK_8);
        assertThat(afterCut("2:weak@0")).isEqualTo("ff".repeat(32));
        assertThat(afterCut("2:after")).isEqualTo("ff".repeat(32));
    }

    @Test
    void mediumThatIsBlankAtZero_tearsTowardsZero() throws IOException {
        NorFlash medium = medium(0x00);
        fired(medium, "1:bits@0=0f");

        assertThat(medium.read(16, 8).hex()).isEqualTo("0102030400000000");
    }

    /** Which units take a program without an erase afterwards. */
    @Test
    void unitThatACutFellOn_needsAnEraseHoweverItReads() throws IOException {
        assertThat(programmable("1:before")).containsExactly(16, 20, 24, 28);
        assertThat(programmable("1:prefix@4")).containsExactly(20, 24, 28);
        assertThat(programmable("1:prefix@5")).containsExactly(24, 28);
        assertThat(programmable("1:weak@0")).containsExactly(20, 24, 28);
        assertThat(programmable("1:unstable@1")).containsExactly(24, 28);
        assertThat(programmable("1:neighbour@0^0")).containsExactly(16, 20, 24, 28);
        assertThat(programmable("2:before")).containsExactly(24, 28);
        for (String torn : List.of("2:prefix@0", "2:prefix@16", "2:bits@0=55", "2:unstable@3", "2:weak@0")) {
            assertThat(programmable(torn)).isEmpty();
        }
        assertThat(programmable("2:after")).hasSize(8);
    }

    private static List<Integer> programmable(String cut) throws IOException {
        NorFlash medium = medium(0xff);
        fired(medium, cut);
        List<Integer> offsets = new ArrayList<>();
        for (int at = 0; at < 32; at += 4) {
            try {
                medium.program(at, Bytes.ofHex("00000000"));
                offsets.add(at);
            } catch (FlashMisuse e) {
                assertThat(e).hasMessageContaining("second program of the unit at " + at);
            }
        }
        medium.erase(0);
        medium.program(0, OLD);
        return offsets;
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0x00})
    void unstableUnit_readsAnewEachTimeBetweenErasedAndMeant_untilItIsErased(int erasedValue) throws IOException {
        NorFlash medium = medium(erasedValue);
        fired(medium, "1:unstable@0");
        Set<Bytes> readings = new LinkedHashSet<>();
        for (int i = 0; i < 50; i++) {
            Bytes reading = medium.read(16, 8);
            readings.add(reading);
            for (int octet = 0; octet < 4; octet++) {
                int neither = ~(reading.at(octet) ^ erasedValue) & ~(reading.at(octet) ^ NEW.at(octet)) & 0xff;
                int decided = ~(erasedValue ^ NEW.at(octet)) & 0xff;
                assertThat(neither).isEqualTo(decided);
            }
            assertThat(reading.slice(4, 8)).isEqualTo(medium.read(24, 4));
        }
        String blank = medium.read(24, 4).hex();
        assertThat(readings)
                .hasSizeGreaterThan(20)
                .as("whole and blank by chance")
                .contains(Bytes.ofHex("11223344" + blank), Bytes.ofHex(blank + blank));

        medium.erase(0);

        assertThat(medium.read(0, 16)).isEqualTo(medium.read(0, 16)).isEqualTo(medium.read(16, 16));
    }

    @Test
    void unstableErase_keepsFlickeringFromThereOn() throws IOException {
        NorFlash medium = medium(0xff);
        fired(medium, "2:unstable@2");

        assertThat(medium.read(0, 8).hex()).isEqualTo(BLANK_8);
        assertThat(medium.read(8, 8)).isNotEqualTo(medium.read(8, 8));
        assertThat(medium.read(24, 8).hex()).isEqualTo(BLANK_8);
    }

    /** Fuses: nothing could mend a unit that is weak, and none is; one that was touched never reads blank again. */
    @Test
    void fuses_readBlankOnlyWhereTheyAre() throws IOException {
        FlashGeometry fuses = new FlashGeometry(List.of(new FlashRegion(FlashRegion.FUSES, 32, 1, 4, 0xff, 0)));
        for (String cut : List.of("1:unstable@0", "1:bits@0=0000000f", "1:prefix@1")) {
            NorFlash medium = NorFlash.inMemory(fuses);
            FaultPlan plan = FaultPlan.parse(cut);
            assertThatThrownBy(() -> new FaultyFlash(medium, plan).program(16, NEW))
                    .isInstanceOf(PowerCut.class);

            for (int i = 0; i < 20; i++) {
                assertThat(medium.read(16, 4).hex()).isNotEqualTo("ffffffff");
            }
            assertThatThrownBy(() -> medium.program(16, NEW)).isInstanceOf(FlashMisuse.class);
        }
        NorFlash medium = NorFlash.inMemory(fuses);
        FaultPlan untouched = FaultPlan.parse("1:bits@0=00");
        assertThatThrownBy(() -> new FaultyFlash(medium, untouched).program(16, NEW))
                .isInstanceOf(PowerCut.class);
        medium.program(16, NEW);
        assertThatThrownBy(() -> medium.erase(0))
                .isInstanceOf(FlashMisuse.class)
                .hasMessageContaining("fuses");
        FaultPlan weak = FaultPlan.parse("1:weak@0");
        assertThatThrownBy(() -> new FaultyFlash(medium, weak).program(24, NEW))
                .hasMessageContaining("cannot be cut as planned");
        assertThat(weak.fired()).isFalse();
    }

    @Test
    void illegalOperation_isMisuseAlsoWhereItWouldBeCut() throws IOException {
        FaultyFlash flash = new FaultyFlash(medium(0xff), FaultPlan.parse("1:prefix@1"));

        assertThatThrownBy(() -> flash.program(0, NEW)).isInstanceOf(FlashMisuse.class);
    }

    @Test
    void damageBetweenBoots_strikesWhereItSays() throws IOException {
        NorFlash medium = medium(0xff);
        ((Fault.BetweenBoots) Fault.parse("rot@9")).strike(medium);
        ((Fault.BetweenBoots) Fault.parse("stuck@1")).strike(medium);

        assertThat(medium.read(0, 2).hex()).isEqualTo("a1a0");
        assertThatThrownBy(() -> medium.erase(1)).isInstanceOf(BadSectorException.class);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyFaultOfAKind_firesAndHasItsOwnText(FaultKind kind) throws IOException {
        NorFlash origin = medium(0xff);
        Set<String> texts = new LinkedHashSet<>();
        for (WriteOperation operation : List.of(origin.aboutToProgram(16, NEW), origin.aboutToErase(0))) {
            for (Interruption how : kind.of(operation)) {
                Fault.Cut cut = new Fault.Cut(operation.isErase() ? 2 : 1, how);
                texts.add(cut.text());
                assertThat(Fault.parse(cut.text())).isEqualTo(cut);
                fired(medium(0xff), cut.text());
            }
        }
        int expected = switch (kind) {
            case BEFORE, AFTER -> 2;
            case TORN_UNIT -> 1 + 8;
            case TORN_OCTET -> 7 + 32;
            case SOME_BITS -> 4 * (2 + 8);
            case UNSTABLE -> 2 + 8;
            case WEAK -> 2 + 1;
            case NEIGHBOUR -> 24;
        };
        assertThat(texts).hasSize(expected);
        assertThat(FaultKind.ofLabel(kind.label())).isEqualTo(kind);
    }

    @Test
    void severalFaults_haveOneText() {
        String text = "3:bits@0=55,rot@otp.7,rot@8,stuck@2,stuck@otp.0,flip@signature.2,1:after";

        assertThat(Fault.text(Fault.parseAll(text))).isEqualTo(text);
        assertThat(Fault.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "0:before",
                "x:after",
                "1:",
                "1:prefix",
                "1:prefix@x",
                "1:prefix@01",
                "1:bits@0=",
                "1:bits@0=5",
                "1:before@1",
                "rot@",
                "rot@-1",
                "rot@x.1",
                "stuck@1.2",
                "flip@",
                "flip@A.1",
                "flip@a.0",
                "1:weak@1,"
            })
    void whatIsNoFault_isRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Fault.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no fault");
    }
}
