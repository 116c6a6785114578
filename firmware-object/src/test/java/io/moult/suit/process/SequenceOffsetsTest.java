package io.moult.suit.process;

import static io.moult.suit.testing.Scene.ABORT;
import static io.moult.suit.testing.Scene.WRITE;
import static io.moult.suit.testing.Scene.sequence;
import static io.moult.suit.testing.Scene.tryEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.moult.suit.codec.CommandOctets;
import io.moult.suit.manifest.CommandSequence;
import org.junit.jupiter.api.Test;

class SequenceOffsetsTest {
    private final CommandSequence second = sequence(WRITE, ABORT);
    private final CommandSequence whole = sequence(WRITE, tryEach(sequence(ABORT), second));

    @Test
    void command_insideOthers_beginsWhereItsOctetsAre() {
        int end = CommandOctets.of(whole).length();

        assertThat(SequenceOffsets.of(whole).inside(1, 1).of(0)).isEqualTo(end - 4L);
        assertThat(SequenceOffsets.of(whole).inside(1, 1).of(1)).isEqualTo(end - 2L);
        assertThat(SequenceOffsets.of(whole).of(1)).isEqualTo(3);
    }

    /** A sequence may fail softly as often as there are steps: reckoned each time, most of the time would go there. */
    @Test
    void offsets_askedForAgain_areReckonedOnce() {
        SequenceOffsets offsets = SequenceOffsets.of(whole);

        assertThat(offsets.inside(1, 1)).isSameAs(offsets.inside(1, 1)).isNotSameAs(offsets.inside(1, 0));
    }
}
