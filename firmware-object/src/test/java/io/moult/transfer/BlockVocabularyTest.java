package io.moult.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moult.bytes.Bytes;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BlockVocabularyTest {
    @Test
    void blockSize_ofEverySzx_isAPowerOfTwoFrom16To1024() {
        assertThat(BlockSize.SMALLEST.octets()).isEqualTo(16);
        assertThat(BlockSize.LARGEST.octets()).isEqualTo(1024);
        for (int szx = 0; szx <= 6; szx++) {
            assertThat(BlockSize.ofOctets(16 << szx).szx()).isEqualTo(szx);
        }
    }

    @Test
    void blockSize_ofAnotherNumber_isRejected() {
        assertThatThrownBy(() -> new BlockSize(7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockSize.ofOctets(1000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockSize.ofOctets(2048)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blockSize_thatFitsABuffer_isTheLargestPowerOfTwoWithinIt() {
        assertThat(BlockSize.atMostOctets(5_000).octets()).isEqualTo(1024);
        assertThat(BlockSize.atMostOctets(1023).octets()).isEqualTo(512);
        assertThat(BlockSize.atMostOctets(16).octets()).isEqualTo(16);
        assertThat(BlockSize.atMostOctets(3).octets()).isEqualTo(16);
    }

    @Test
    void blockOption_beyondTheIntegerRange_keepsItsOffset() {
        BlockOption block = new BlockOption(BlockOption.MAX_NUMBER, false, BlockSize.LARGEST);

        assertThat(block.offsetBytes()).isEqualTo(1_073_740_800L);
        assertThat(BlockOption.at(1_073_740_800L, false, BlockSize.LARGEST)).isEqualTo(block);
        assertThatThrownBy(() -> new BlockOption(BlockOption.MAX_NUMBER + 1, false, BlockSize.LARGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlockOption.at(1000, false, BlockSize.LARGEST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bodyLength_thatNeedsMoreThanTwentyBits_cannotBeNumbered() {
        assertThat(BlockOption.canNumber(16L << 20, BlockSize.SMALLEST)).isTrue();
        assertThat(BlockOption.canNumber((16L << 20) + 1, BlockSize.SMALLEST)).isFalse();
    }

    @Test
    void resumeHint_writtenAndRead_isTheSame() {
        ResumeHint hint = ResumeHint.at(5_000, new BlockSize(4));

        assertThat(hint.toString()).isEqualTo("next=19@4");
        assertThat(hint.offsetBytes()).isEqualTo(4_864);
        assertThat(ResumeHint.parse("next=19@4")).contains(hint);
    }

    @Test
    void resumeHint_inForeignWords_isNone() {
        assertThat(ResumeHint.parse("request block1 offset 512000 doesn't match the current position 0!"))
                .isEmpty();
        assertThat(ResumeHint.parse("next=1@7")).isEmpty();
        assertThat(ResumeHint.parse("next=-1@6")).isEmpty();
        assertThat(ResumeHint.parse("next=1048576@6")).isEmpty();
        assertThat(ResumeHint.parse("")).isEmpty();
    }

    @Test
    void bodyIdentity_ofABody_isTheHeadOfItsDigest() {
        BodyIdentity identity = BodyIdentity.ofDigest(Bodies.sha256(Bytes.copyOf(new byte[] {'a', 'b', 'c'})));

        assertThat(identity.octets().hex()).isEqualTo("ba7816bf8f01cfea");
        assertThat(identity.namesContent()).isTrue();
        assertThat(new BodyIdentity(Bytes.ofHex("00")).namesContent()).isFalse();
        assertThatThrownBy(() -> new BodyIdentity(Bytes.ofHex("000000000000000000")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** R20: the back-off has a first delay, a growth, a longest delay and a total. */
    @Test
    void retrySchedule_inOneSpell_growsToItsLongestDelayAndEndsWithItsTotal() {
        var spell = new RetrySchedule.Spell(new RetrySchedule(1_000, 300, 5_000, 14_000));

        assertThat(spell.nextDelayMillis(OptionalLong.empty())).hasValue(1_000);
        assertThat(spell.nextDelayMillis(OptionalLong.empty())).hasValue(3_000);
        assertThat(spell.nextDelayMillis(OptionalLong.empty())).hasValue(5_000);
        assertThat(spell.nextDelayMillis(OptionalLong.empty())).hasValue(5_000);
        assertThat(spell.nextDelayMillis(OptionalLong.empty())).isEmpty();

        spell.over();

        assertThat(spell.nextDelayMillis(OptionalLong.of(7))).hasValue(7_000);
    }

    @Test
    void coapCode_fromAndToItsOctet_isWrittenWithADot() {
        assertThat(CoapCode.ofOctet(0x8d))
                .isEqualTo(CoapCode.REQUEST_ENTITY_TOO_LARGE)
                .hasToString("4.13");
        assertThat(CoapCode.REQUEST_ENTITY_INCOMPLETE.octet()).isEqualTo(0x88);
        assertThat(CoapCode.REQUEST_ENTITY_INCOMPLETE).hasToString("4.08");
    }
}
