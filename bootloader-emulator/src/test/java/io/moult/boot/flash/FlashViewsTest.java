package io.moult.boot.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R82, R142: the flash as others see it: denied, encrypted, counted. */
class FlashViewsTest {
    private static final Bytes OCTETS = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    private final NorFlash medium = NorFlash.inMemory(new FlashGeometry(
            List.of(new FlashRegion("internal", 64, 4, 8, 0xff, 0), new FlashRegion("external", 128, 2, 1, 0xff, 0))));

    // ---- guarded

    @Test
    void master_doesWhatItIsGrantedAndNothingElse() throws IOException {
        GuardedFlash flash =
                new GuardedFlash(medium, "normal world", List.of(FlashAccess.readOnly(1, 1), FlashAccess.full(2, 2)));
        medium.program(64, OCTETS);

        assertThat(flash.read(64, 16)).isEqualTo(OCTETS);
        flash.erase(3);
        flash.program(192, OCTETS);
        assertThat(flash.read(120, 136).slice(72, 88)).isEqualTo(OCTETS);

        assertThatThrownBy(() -> flash.read(0, 1))
                .isInstanceOf(DeniedAccessException.class)
                .hasMessage("normal world may not read flash sector 0");
        assertThatThrownBy(() -> flash.read(60, 8)).isInstanceOf(DeniedAccessException.class);
        assertThatThrownBy(() -> flash.read(250, 8)).hasMessageContaining("sector 4");
        assertThatThrownBy(() -> flash.program(80, OCTETS))
                .isInstanceOf(DeniedAccessException.class)
                .hasMessageContaining("program flash sector 1");
        assertThatThrownBy(() -> flash.erase(1)).hasMessageContaining("erase flash sector 1");
        assertThatThrownBy(() -> flash.erase(4)).isInstanceOf(DeniedAccessException.class);
    }

    @Test
    void deniedAccess_changesNothing() throws IOException {
        GuardedFlash flash = new GuardedFlash(medium, "cpu 2", List.of());
        medium.program(0, OCTETS);

        assertThatThrownBy(() -> flash.erase(0)).isInstanceOf(DeniedAccessException.class);
        assertThatThrownBy(() -> flash.program(16, OCTETS)).isInstanceOf(DeniedAccessException.class);

        assertThat(medium.read(0, 64).hex()).isEqualTo(OCTETS.hex() + "ff".repeat(48));
        assertThat(medium.operations().writes()).isEqualTo(1);
    }

    @Test
    void guardedFlash_whatIsNotThere_isMisuse() {
        GuardedFlash flash = new GuardedFlash(medium, "cpu 2", List.of(FlashAccess.full(0, 6)));

        assertThatThrownBy(() -> flash.read(-1, 1)).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.read(511, 2)).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.program(512, OCTETS)).isInstanceOf(FlashMisuse.class);
        assertThatThrownBy(() -> flash.erase(6)).isInstanceOf(DeniedAccessException.class);
    }

    // ---- encrypted

    private static final Bytes ROOT = Bytes.ofHex("42".repeat(32));

    private EncryptedFlash encrypted(int slot, long generation) {
        return new EncryptedFlash(medium, SectorKey.derive(ROOT, slot, generation), 4, 2);
    }

    @Test
    void externalSector_holdsCiphertextOnlyAndReadsAsPlaintext() throws IOException {
        encrypted(1, 7).program(256 + 5, OCTETS);

        assertThat(encrypted(1, 7).read(256 + 5, 16)).isEqualTo(OCTETS);
        assertThat(medium.read(256 + 5, 16)).isNotEqualTo(OCTETS);
        for (int from = 0; from < 16; from++) {
            for (int to = from; to <= 16; to++) {
                assertThat(encrypted(1, 7).read(256 + 5 + from, to - from)).isEqualTo(OCTETS.slice(from, to));
            }
        }
    }

    @Test
    void octetsProgrammedInPieces_areTheSameCiphertext() throws IOException {
        encrypted(1, 7).program(256, OCTETS);
        for (int i = 0; i < 16; i++) {
            encrypted(1, 7).program(384 + i, OCTETS.slice(i, i + 1));
        }
        NorFlash other = NorFlash.inMemory(medium.geometry());
        new EncryptedFlash(other, SectorKey.derive(ROOT, 1, 7), 4, 2).program(384, OCTETS);

        assertThat(medium.read(384, 16)).isEqualTo(other.read(384, 16)).isNotEqualTo(medium.read(256, 16));
    }

    @Test
    void everyRootSlotAndGeneration_hasAKeystreamOfItsOwn() throws IOException {
        Set<Bytes> ciphertexts = new HashSet<>();
        List<SectorKey> keys = List.of(
                SectorKey.derive(ROOT, 1, 7),
                SectorKey.derive(ROOT, 1, 8),
                SectorKey.derive(ROOT, 2, 7),
                SectorKey.derive(ROOT, 1, 7L << 32),
                SectorKey.derive(Bytes.ofHex("43".repeat(32)), 1, 7));
        for (SectorKey key : keys) {
            NorFlash fresh = NorFlash.inMemory(medium.geometry());
            new EncryptedFlash(fresh, key, 4, 2).program(256, OCTETS);
            ciphertexts.add(fresh.read(256, 16));
        }
        assertThat(ciphertexts).hasSize(keys.size()).doesNotContain(OCTETS);
        assertThatThrownBy(() -> SectorKey.derive(Bytes.EMPTY, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 5869 and NIST SP 800-38A, computed elsewhere: HKDF-SHA256 without salt, AES-128-CTR. */
    @Test
    void ciphertext_isTheOneOfTheStandards() throws IOException {
        encrypted(1, 7).program(256, Bytes.ofHex("00".repeat(32)));

        assertThat(medium.read(256, 32).hex())
                .isEqualTo("a86d2cb69b57979baa1bab3f179b60df5bceaedc48ad861d53e0741c075f6dcf");
    }

    @Test
    void internalSectors_areAsTheyAre_alsoInOneReadAcrossTheBoundary() throws IOException {
        encrypted(1, 7).program(240, OCTETS);
        encrypted(1, 7).program(256, OCTETS);

        assertThat(medium.read(240, 16)).isEqualTo(OCTETS);
        assertThat(encrypted(1, 7).read(240, 32).hex()).isEqualTo(OCTETS.hex().repeat(2));
        encrypted(1, 7).erase(4);
        assertThat(medium.read(256, 16).hex()).isEqualTo("ff".repeat(16));
    }

    // ---- traced

    @Test
    void trace_listsWhatWasDoneAndNotWhatWasRefused() throws IOException {
        TracingFlash flash = new TracingFlash(medium, 2);
        flash.erase(4);
        flash.program(8, OCTETS);
        assertThatThrownBy(() -> flash.program(8, OCTETS)).isInstanceOf(FlashMisuse.class);
        flash.erase(0);
        flash.read(0, 1);

        assertThat(flash.writes().stream().map(TracingFlash.Operation::toString))
                .containsExactly("erase sector 4", "program 16 B at 8 (sector 0)");
        assertThat(flash.countOf(TracingFlash.Kind.ERASE)).isEqualTo(2);
        assertThat(flash.countOf(TracingFlash.Kind.PROGRAM)).isEqualTo(1);
        assertThat(flash.countOf(TracingFlash.Kind.READ)).isEqualTo(1);

        flash.reset();
        assertThat(flash.writes()).isEmpty();
        assertThat(flash.countOf(TracingFlash.Kind.ERASE)).isZero();
    }
}
