package io.moult.boot.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.boot.flash.EncryptedFlash;
import io.moult.boot.flash.FlashGeometry;
import io.moult.boot.flash.FlashRegion;
import io.moult.boot.flash.NorFlash;
import io.moult.boot.flash.SectorKey;
import io.moult.boot.swap.SwapPlan.Step;
import io.moult.boot.topology.SectorRange;
import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** R106: the one that carries plans out: octet for octet, in steps that are told one by one. */
class SwapExecutorTest {
    /** Small sectors, then large ones that are copied in pieces. */
    private final NorFlash flash = NorFlash.inMemory(new FlashGeometry(List.of(
            new FlashRegion("internal", 2048, 6, 8, 0xff, 0), new FlashRegion("external", 6144, 2, 8, 0xff, 0))));

    private final List<Integer> told = new ArrayList<>();

    private static Bytes random(int length, long seed) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    private void fill(int sector, Bytes octets) throws IOException {
        flash.program(flash.geometry().offsetOfSector(sector), octets);
    }

    private Bytes sector(int sector) throws IOException {
        return flash.read(
                flash.geometry().offsetOfSector(sector), flash.geometry().sectorBytes(sector));
    }

    private void run(int done, Step... steps) throws IOException {
        new SwapExecutor(flash, flash, flash).run(new SwapPlan(List.of(steps)), done, told::add);
    }

    private static Step step(int from, int fromCount, int to, int toCount) {
        return new Step(new SectorRange(from, fromCount), new SectorRange(to, toCount), Transform.PLAIN);
    }

    @Test
    void block_ofSmallSectors_goesWholeIntoALargeOneAndBack() throws IOException {
        List<Bytes> parts = List.of(random(2048, 1), random(2048, 2), random(2048, 3));
        for (int i = 0; i < 3; i++) {
            fill(i, parts.get(i));
        }

        run(0, step(0, 3, 6, 1), step(6, 1, 3, 3));

        assertThat(sector(6).hex())
                .isEqualTo(
                        parts.get(0).hex() + parts.get(1).hex() + parts.get(2).hex());
        for (int i = 0; i < 3; i++) {
            assertThat(sector(3 + i)).isEqualTo(parts.get(i));
        }
        assertThat(told).containsExactly(1, 2);
        assertThat(flash.eraseCount(6)).isEqualTo(1);
        assertThat(flash.eraseCount(7)).isZero();
        assertThat(flash.eraseCount(0)).isZero();
    }

    @Test
    void stepsThatAreDone_areNotDoneAgain() throws IOException {
        fill(0, random(2048, 1));
        fill(1, random(2048, 2));

        run(1, step(0, 1, 2, 1), step(1, 1, 3, 1));

        assertThat(flash.eraseCount(2)).isZero();
        assertThat(sector(3)).isEqualTo(random(2048, 2));
        assertThat(told).containsExactly(2);
    }

    @Test
    void stepAcrossTheTrustBoundary_isDecipheredOnTheWayInAndEncipheredOnTheWayOut() throws IOException {
        EncryptedFlash former = new EncryptedFlash(flash, SectorKey.derive(Bytes.ofHex("11".repeat(32)), 1, 1), 6, 2);
        EncryptedFlash latter = new EncryptedFlash(flash, SectorKey.derive(Bytes.ofHex("11".repeat(32)), 1, 2), 6, 2);
        Bytes candidate = random(6144, 1);
        former.program(flash.geometry().offsetOfSector(6), candidate);
        Bytes running = random(2048, 2);
        fill(3, running);
        SectorRange external = new SectorRange(6, 1);
        SectorRange internal = new SectorRange(0, 3);

        new SwapExecutor(flash, former, latter)
                .run(
                        new SwapPlan(List.of(
                                new Step(external, internal, Transform.DECRYPT),
                                new Step(new SectorRange(3, 3), new SectorRange(7, 1), Transform.ENCRYPT))),
                        0,
                        told::add);

        assertThat(flash.read(0, 6144)).isEqualTo(candidate);
        assertThat(sector(7).slice(0, 2048)).isNotEqualTo(running);
        assertThat(latter.read(flash.geometry().offsetOfSector(7), 2048)).isEqualTo(running);
    }
}
