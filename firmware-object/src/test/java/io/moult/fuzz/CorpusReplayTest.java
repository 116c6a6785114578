package io.moult.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input that is kept, through its target: seeds, what campaigns have found worth keeping, and all findings. */
class CorpusReplayTest {
    @ParameterizedTest
    @EnumSource
    void corpus_replayed_isTakenOrRefusedAsDocumented(FuzzTarget target) {
        List<String> taken = new ArrayList<>();

        for (Map.Entry<String, Bytes> input : Corpus.of(target).inputs().entrySet()) {
            try {
                if (target.takes(input.getValue())) {
                    taken.add(input.getKey());
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError(target.label() + " " + input.getKey(), e);
            }
        }

        assertThat(taken).as("what is good").anyMatch(name -> name.startsWith(Corpus.SEED));
    }

    /** For the processor every input is a manifest. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROCESSOR")
    void octets_thatAreNothing_areRefused(FuzzTarget target) {
        assertThat(target.takes(Bytes.EMPTY)).isFalse();
        assertThat(target.takes(Bytes.ofHex("ff"))).isFalse();
    }
}
