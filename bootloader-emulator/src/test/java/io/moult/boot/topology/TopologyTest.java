package io.moult.boot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.topology.Topologies.Kind;
import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** R18, R19, R84, R109, R141, R142, R143: what lies where, as data, checked before there is a device. */
class TopologyTest {
    static List<Arguments> topologies() {
        List<Arguments> all = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (Kind kind : Kind.values()) {
                if (kind != Kind.HETEROGENEOUS || !strategy.changesSides()) {
                    all.add(Arguments.of(Topologies.of(kind, strategy, Scale.tiny(5))));
                    all.add(Arguments.of(Topologies.of(
                            kind, strategy, Scale.ofSlotBytes(100_000).withGolden())));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void topology_isReadBackTheSame(Topology topology) {
        Bytes octets = topology.encode();

        assertThat(Topology.decode(octets)).isEqualTo(topology);
        assertThat(octets.length()).isLessThan(1024);
        assertThatThrownBy(() -> Topology.decode(octets.slice(0, octets.length() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void blocks_areOfOneSizeAndWithoutGaps(Topology topology) {
        for (ComponentPlace place : topology.components()) {
            int next = place.primary().first();
            for (int i = 0; i < place.blocks(); i++) {
                SectorRange block = topology.block(place.primary(), place.blockBytes(), i);
                assertThat(block.first()).isEqualTo(next);
                assertThat(topology.bytesOf(block)).isEqualTo(place.blockBytes());
                assertThat(topology.bytesOf(topology.block(place.secondary(), place.blockBytes(), i)))
                        .isEqualTo(place.blockBytes());
                next = block.end();
            }
        }
    }

    /** Nobody who runs may write what is executed, or what decides what is. */
    @ParameterizedTest
    @MethodSource("topologies")
    void noMaster_mayWriteWhatIsFixed(Topology topology) {
        List<SectorRange> fixed = new ArrayList<>(topology.firstStage().stream().toList());
        fixed.addAll(topology.goldenEnvelope().stream().toList());
        topology.components()
                .forEach(place -> fixed.addAll(place.golden().stream().toList()));
        if (!topology.strategy().changesSides()) {
            topology.components().forEach(place -> fixed.add(place.primary()));
        }
        for (MasterAccess master : topology.masters()) {
            for (SectorRange range : fixed) {
                assertThat(master.mayWrite(range.first())).isFalse();
            }
        }
    }

    /** The layout before this one is told by its version, in a sentence. */
    @Test
    void layoutOfAnEarlierVersion_isRefusedWithItsVersion() {
        Bytes before = Bytes.ofHex("00000001" + "00001000" + "00000008" + "00000011" + "00000100");

        assertThatThrownBy(() -> Topology.decode(before))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void whatCannotBe_isRefused() {
        Topology sound = Topologies.of(Kind.SINGLE, Strategy.OFFSET, Scale.tiny(4));
        ComponentPlace main = sound.components().get(0);

        assertThatThrownBy(() -> with(sound, sound.envelopeB(), main)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> with(sound, new SectorRange(0, 1), main)).hasMessageContaining("journal");
        assertThatThrownBy(() -> with(sound, sound.journal(), shifted(main, main.primary(), main.primary())))
                .hasMessageContaining("overlaps");
        assertThatThrownBy(() -> with(
                        sound,
                        sound.journal(),
                        shifted(
                                main,
                                main.primary(),
                                new SectorRange(main.secondary().first(), 4))))
                .hasMessageContaining("too short");
        assertThatThrownBy(() -> with(
                        sound,
                        sound.journal(),
                        shifted(
                                main,
                                main.primary(),
                                new SectorRange(main.secondary().first(), 99))))
                .hasMessageContaining("beyond the flash");
        assertThatThrownBy(() -> Topologies.of(Kind.HETEROGENEOUS, Strategy.IN_PLACE, Scale.tiny(4)))
                .hasMessageContaining("nothing is executed from");
    }

    private static ComponentPlace shifted(ComponentPlace place, SectorRange primary, SectorRange secondary) {
        return new ComponentPlace(
                place.id(),
                place.master(),
                primary,
                secondary,
                place.golden(),
                place.secondStage(),
                place.blockBytes(),
                place.blocks());
    }

    private static Topology with(Topology origin, SectorRange journal, ComponentPlace place) {
        return new Topology(
                origin.name(),
                origin.geometry(),
                origin.strategy(),
                journal,
                origin.envelopeA(),
                origin.envelopeB(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(place),
                origin.masters(),
                Set.of());
    }

    /** Sectors of 16, 64 and 128 KiB on one side, of 64 on the other: blocks of 128 KiB end on both. */
    @Test
    void block_ofMixedSectors_endsOnBothSides() {
        FlashGeometry stm32f4 = PlatformProfiles.of("stm32f407");

        assertThat(Blocks.smallest(stm32f4, List.of(new SectorRange(0, 6), new SectorRange(6, 2))))
                .isEqualTo(128 * 1024);
        assertThat(Blocks.smallest(stm32f4, List.of(new SectorRange(0, 2), new SectorRange(2, 2))))
                .isEqualTo(16 * 1024);
    }

    @Test
    void platformProfiles_haveTheSizesOfTheirDataSheets() {
        assertThat(PlatformProfiles.all()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(PlatformProfiles.of("nrf52840").sizeBytes()).isEqualTo(1024 * 1024);
        assertThat(PlatformProfiles.of("stm32f407").sizeBytes()).isEqualTo(1024 * 1024);
        assertThat(PlatformProfiles.of("stm32h743").programUnitBytes(0)).isEqualTo(32);
        assertThat(PlatformProfiles.of("stm32l073").erasedValue(0)).isZero();
        assertThatThrownBy(() -> PlatformProfiles.of("z80")).hasMessageContaining("say one of nrf52840");
    }
}
