package io.moult.boot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.boot.topology.Topologies.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ready-made topologies in the flash of platforms: R19. */
class PlatformLayoutTest {
    static Stream<Arguments> platforms() {
        return PlatformProfiles.all().keySet().stream()
                .flatMap(platform -> Stream.of(Strategy.values()).map(strategy -> Arguments.of(platform, strategy)));
    }

    /** A {@link Topology} that can be made holds: nothing overlaps, blocks end where sectors do. */
    @ParameterizedTest
    @MethodSource("platforms")
    void platform_hasRoomForADevice_withEveryStrategy(String platform, Strategy strategy) {
        Topology single = Topologies.on(platform, Kind.SINGLE, strategy, OptionalLong.empty(), false);

        assertThat(single.name()).isEqualTo("single on " + platform);
        assertThat(single.geometry().sizeBytes())
                .isEqualTo(PlatformProfiles.of(platform).sizeBytes());
        long slot = single.components().get(0).slotBytes();
        assertThat(slot).isGreaterThan(single.geometry().regions().get(0).sizeBytes() / 32);
        Topology small = Topologies.on(platform, Kind.SINGLE, strategy, OptionalLong.of(5000), true);
        assertThat(small.components().get(0).slotBytes()).isBetween(5000L, 5000L + 128 * 1024);
        assertThat(small.goldenEnvelope()).isPresent();
        assertThatThrownBy(() -> Topologies.on(platform, Kind.SINGLE, strategy, OptionalLong.of(slot + 1), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit into the flash of " + platform + "; " + slot + " B is the most");
    }

    @Test
    void platform_hasRoomForSeveralComponents_orSaysSo() {
        List<String> refused = new ArrayList<>();
        for (String platform : PlatformProfiles.all().keySet()) {
            for (Kind kind : List.of(Kind.SECURE_NORMAL, Kind.DUAL_CPU, Kind.TWO_STAGE)) {
                try {
                    Topology several = Topologies.on(platform, kind, Strategy.OFFSET, OptionalLong.empty(), false);
                    assertThat(several.components()).hasSize(2);
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("is too small for a " + kind.label());
                    refused.add(platform + " " + kind.label());
                }
            }
        }
        assertThat(refused).containsExactlyInAnyOrder("stm32f407 secure-normal", "stm32f407 two-stage");
    }

    /** Candidates wait in external flash, as ciphertext, and run from internal flash. */
    @Test
    void platformWithExternalFlash_isHeterogeneousUnlessSaidOtherwise() {
        assertThat(Topologies.usualOn("nrf52840-spi-nor")).isEqualTo(Kind.HETEROGENEOUS);
        assertThat(Topologies.usualOn("nrf52840")).isEqualTo(Kind.SINGLE);

        Topology outside =
                Topologies.on("nrf52840-spi-nor", Kind.HETEROGENEOUS, Strategy.OFFSET, OptionalLong.empty(), false);

        ComponentPlace main = Layouts.main(outside);
        assertThat(outside.isEncrypted(main.secondary())).isTrue();
        assertThat(outside.isEncrypted(main.primary())).isFalse();
        assertThat(main.blockBytes()).isEqualTo(64 * 1024);
        assertThatThrownBy(
                        () -> Topologies.on("k64f", Kind.HETEROGENEOUS, Strategy.OFFSET, OptionalLong.empty(), false))
                .hasMessageContaining("has no external flash");
        assertThatThrownBy(() -> Topologies.on(
                        "nrf52840-spi-nor", Kind.HETEROGENEOUS, Strategy.IN_PLACE, OptionalLong.empty(), false))
                .hasMessageContaining("nothing is executed from the encrypted external flash");
    }

    /** What the data sheet says of wear goes with it. */
    @Test
    void endurance_isThePlatforms() {
        Topology outside =
                Topologies.on("nrf52840-spi-nor", Kind.HETEROGENEOUS, Strategy.OFFSET, OptionalLong.empty(), false);

        assertThat(outside.geometry().regions().get(0).enduranceErases()).isEqualTo(10_000);
        assertThat(outside.geometry().regions().get(1).enduranceErases()).isEqualTo(100_000);
    }
}
